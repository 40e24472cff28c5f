package io.tieredcache.key;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The language tag, and for the few locales that a tag does not bring back, such as
 * {@code no_NO_NY}, the five parts.
 */
final class LocaleForm {

    private LocaleForm() {
    }

    static void write(Locale locale, KeyWriter out) {
        String tag = locale.toLanguageTag();
        if (Locale.forLanguageTag(tag).equals(locale)) {
            out.append("locale:").appendEscaped(tag);
        }
        else {
            out.writeElements("locale", locale.getLanguage(), locale.getCountry(), locale.getVariant(),
                    locale.getScript(), extensions(locale));
        }
    }

    private static String extensions(Locale locale) {
        return locale.getExtensionKeys()
            .stream()
            .sorted()
            .map((key) -> key + "-" + locale.getExtension(key))
            .collect(Collectors.joining("-"));
    }

}
