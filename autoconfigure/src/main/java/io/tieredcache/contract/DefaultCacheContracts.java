package io.tieredcache.contract;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheContract;
import io.tieredcache.CacheContracts;
import io.tieredcache.CacheSettings;
import io.tieredcache.CacheUse;
import io.tieredcache.ContractText;

/**
 * Puts together what settings, people and annotations say of the caches. Caches that were
 * made on demand and that no annotation names are left out: which there are depends on
 * what was called so far.
 */
public final class DefaultCacheContracts implements CacheContracts {

    private static final String EXPRESSION = "#{";

    private static final Comparator<CacheUse> ORDER = Comparator.comparing(CacheUse::kind)
        .thenComparing(CacheUse::place)
        .thenComparing(CacheUse::toString);

    private final Set<String> declared;

    private final Function<String, @Nullable CacheSettings> settings;

    private final Function<String, ContractText> texts;

    private final Supplier<List<CacheUse>> uses;

    /**
     * Create contracts.
     * @param declared names of the caches that are declared
     * @param settings gives the settings of a cache, {@code null} if there is none
     * @param texts gives what people say of a cache
     * @param uses reads the annotations
     */
    public DefaultCacheContracts(Set<String> declared, Function<String, @Nullable CacheSettings> settings,
            Function<String, ContractText> texts, Supplier<List<CacheUse>> uses) {
        this.declared = Set.copyOf(declared);
        this.settings = settings;
        this.texts = texts;
        this.uses = uses;
    }

    @Override
    public List<CacheContract> caches() {
        List<CacheUse> all = sorted();
        Set<String> names = new TreeSet<>(this.declared);
        all.stream().map(CacheUse::cache).filter((name) -> name != null).forEach(names::add);
        return names.stream().map((name) -> contract(name, all)).toList();
    }

    private CacheContract contract(String name, List<CacheUse> all) {
        List<CacheUse> own = all.stream().filter((use) -> name.equals(use.cache())).toList();
        CacheSettings found = this.settings.apply(name);
        return new CacheContract(name, this.texts.apply(name),
                (found != null) ? PolicyWords.ofPromises(found) : Map.of(), own, concerning(own, all));
    }

    private static List<CacheUse> concerning(List<CacheUse> own, List<CacheUse> all) {
        List<String> tags = own.stream().flatMap((use) -> use.tags().stream()).toList();
        return all.stream()
            .filter(DefaultCacheContracts::isOfTags)
            .filter((use) -> use.tags().stream().anyMatch((tag) -> tags.stream().anyMatch((each) -> may(each, tag))))
            .toList();
    }

    /**
     * Whether two tags may be the same, by what is written before their expressions. Of
     * one that begins with an expression nothing is known.
     */
    private static boolean may(String carried, String invalidated) {
        String first = literal(carried);
        String second = literal(invalidated);
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        boolean bothWhole = first.equals(carried) && second.equals(invalidated);
        return bothWhole ? first.equals(second) : first.equals(carried) ? first.startsWith(second)
                : second.equals(invalidated) ? second.startsWith(first) : first.equals(second);
    }

    private static String literal(String tag) {
        int expression = tag.indexOf(EXPRESSION);
        return (expression < 0) ? tag : tag.substring(0, expression);
    }

    @Override
    public List<CacheUse> tagInvalidations() {
        return sorted().stream().filter(DefaultCacheContracts::isOfTags).toList();
    }

    private static boolean isOfTags(CacheUse use) {
        return use.kind() == CacheUse.Kind.INVALIDATE_TAGS;
    }

    private List<CacheUse> sorted() {
        return this.uses.get().stream().distinct().sorted(ORDER).toList();
    }

    @Override
    public String toMarkdown() {
        return new ContractMarkdown().write(caches(), tagInvalidations());
    }

}
