package io.tieredcache.key;

import java.net.URI;
import java.util.Locale;

/**
 * One text for all the spellings that {@link URI#equals} takes for the same: scheme, host
 * and escaped octets count without case, and an empty port or authority as none.
 */
final class UriText {

    private UriText() {
    }

    static String of(URI uri) {
        StringBuilder out = new StringBuilder(64);
        if (uri.getScheme() != null) {
            out.append(uri.getScheme().toLowerCase(Locale.ROOT)).append(':');
        }
        if (uri.isOpaque()) {
            appendWithUpperCaseOctets(out, uri.getRawSchemeSpecificPart());
        }
        else {
            appendHierarchy(out, uri);
        }
        if (uri.getRawFragment() != null) {
            appendWithUpperCaseOctets(out.append('#'), uri.getRawFragment());
        }
        return out.toString();
    }

    private static void appendHierarchy(StringBuilder out, URI uri) {
        String path = uri.getRawPath();
        if (uri.getRawAuthority() != null) {
            appendAuthority(out.append("//"), uri);
        }
        else if (path.startsWith("//")) {
            // Else the path would read as an authority.
            out.append("//");
        }
        appendWithUpperCaseOctets(out, path);
        if (uri.getRawQuery() != null) {
            appendWithUpperCaseOctets(out.append('?'), uri.getRawQuery());
        }
    }

    private static void appendAuthority(StringBuilder out, URI uri) {
        if (uri.getHost() == null) {
            appendWithUpperCaseOctets(out, uri.getRawAuthority());
            return;
        }
        if (uri.getRawUserInfo() != null) {
            appendWithUpperCaseOctets(out, uri.getRawUserInfo());
            out.append('@');
        }
        out.append(uri.getHost().toLowerCase(Locale.ROOT));
        if (uri.getPort() != -1) {
            out.append(':').append(uri.getPort());
        }
    }

    private static void appendWithUpperCaseOctets(StringBuilder out, String part) {
        int from = 0;
        for (int i = part.indexOf('%'); i >= 0; i = part.indexOf('%', from)) {
            out.append(part, from, i).append(part.substring(i, i + 3).toUpperCase(Locale.ROOT));
            from = i + 3;
        }
        out.append(part, from, part.length());
    }

}
