package io.tieredcache.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheContract;
import io.tieredcache.CacheUse;
import io.tieredcache.ContractText;

/**
 * Writes contracts as Markdown: one fact per line, so that a difference is readable.
 */
final class ContractMarkdown {

    private static final Set<CacheUse.Kind> ENDS = EnumSet.of(CacheUse.Kind.EVICT, CacheUse.Kind.CLEAR);

    private final StringBuilder out = new StringBuilder();

    String write(List<CacheContract> caches, List<CacheUse> tagInvalidations) {
        line("# Cache contract");
        line("");
        line("Made from the settings and annotations of this application by Tiered Cache. Do not edit.");
        caches.forEach(this::write);
        if (!tagInvalidations.isEmpty()) {
            heading("## Invalidation of tags");
            tagInvalidations.forEach((use) -> line("- " + ended(use)));
        }
        return this.out.toString();
    }

    private void write(CacheContract contract) {
        heading("## Cache `%s`".formatted(contract.cache()));
        ContractText text = contract.text();
        field("Owner", text.owner());
        field("Purpose", text.purpose());
        field("Data classification", text.classification());
        heading("### Policy");
        line("| property | value |");
        line("|---|---|");
        contract.policy().forEach((property, value) -> line("| `%s` | %s |".formatted(property, cell(value))));
        heading("### Keys");
        List<String> keys = contract.uses()
            .stream()
            .filter((use) -> hasKey(use))
            .map(ContractMarkdown::key)
            .distinct()
            .sorted()
            .toList();
        list(keys.isEmpty() ? List.of("as programs give them") : keys);
        heading("### Filled by");
        list(contract.uses()
            .stream()
            .filter((use) -> !ENDS.contains(use.kind()))
            .map(ContractMarkdown::filled)
            .toList());
        heading("### Invalidated by");
        List<String> ends = new ArrayList<>();
        contract.uses()
            .stream()
            .filter((use) -> ENDS.contains(use.kind()))
            .map(ContractMarkdown::ended)
            .forEach(ends::add);
        contract.tagInvalidations().stream().map(ContractMarkdown::ended).forEach(ends::add);
        if (contract.uses().stream().flatMap((use) -> use.tags().stream()).anyMatch((tag) -> tag.startsWith("#{"))) {
            ends.add("whatever invalidates tags that only its values tell: see the end of this page");
        }
        list(ends);
        if (text.notes() != null) {
            heading("### In an incident");
            text.notes().strip().lines().forEach(this::line);
        }
    }

    private static boolean hasKey(CacheUse use) {
        return use.kind() != CacheUse.Kind.CLEAR;
    }

    private static String key(CacheUse use) {
        return (use.key() != null) ? code(use.key()) : "the method and its parameters, by " + code(use.place());
    }

    private static String filled(CacheUse use) {
        return code(use.place()) + ": " + words(use.kind()) + ", key "
                + ((use.key() != null) ? code(use.key()) : "by default") + codes(", tags ", use.tags())
                + times(use.times());
    }

    private static String times(Map<String, String> times) {
        return times.entrySet()
            .stream()
            .map((time) -> ", " + time.getKey() + " " + code(time.getValue()))
            .collect(Collectors.joining());
    }

    private static String ended(CacheUse use) {
        return code(use.place()) + ": " + words(use.kind()) + ((use.key() != null) ? " " + code(use.key()) : "")
                + codes(" ", use.tags()) + codes(" within ", use.dimensions());
    }

    private static String words(CacheUse.Kind kind) {
        return switch (kind) {
            case READ -> "reads and fills";
            case CLEAR -> "clears the cache";
            case EVICT -> "evicts";
            case INVALIDATE_TAGS -> "invalidates tags";
            case PUT -> "puts";
            case WRITE_BEHIND -> "puts, and writes later";
        };
    }

    private static String codes(String before, List<String> texts) {
        return texts.isEmpty() ? ""
                : before + texts.stream().map(ContractMarkdown::code).collect(Collectors.joining(", "));
    }

    /**
     * Text as code, within as many backquotes as it takes.
     */
    private static String code(String text) {
        String flat = text.replaceAll("\\s+", " ");
        return flat.contains("`") ? "`` " + flat + " ``" : "`" + flat + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private void field(String name, @Nullable String value) {
        line("- %s: %s".formatted(name, (value != null) ? value.strip().replaceAll("\\s+", " ") : "not stated"));
    }

    private void list(List<String> items) {
        if (items.isEmpty()) {
            line("- nothing that is annotated");
        }
        items.forEach((item) -> line("- " + item));
    }

    private void heading(String text) {
        line("");
        line(text);
        line("");
    }

    private void line(String text) {
        this.out.append(text).append('\n');
    }

}
