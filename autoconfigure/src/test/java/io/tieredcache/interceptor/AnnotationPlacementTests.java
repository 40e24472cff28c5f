package io.tieredcache.interceptor;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCacheable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

class AnnotationPlacementTests {

    @Test
    void composedAnnotationPassesAttributesOn() {
        try (CacheContext context = CacheContext.with(Composed.class)) {
            context.bean(Composed.class).find("FRA");
            assertThat(context.cache("airports").entries).containsOnlyKeys("FRA");
            assertThat(context.cache("airports").policy().tags()).containsExactly("country:DE");
        }
    }

    @Test
    void classStandsForPublicMethodsThatReturnAValue() {
        try (CacheContext context = CacheContext.with(OnClass.class)) {
            OnClass bean = context.bean(OnClass.class);
            bean.find("FRA");
            bean.inherited("FRA");
            assertThat(context.events()).containsExactly("get airports");
            bean.nothing();
            bean.packagePrivate();
            assertThat(bean).hasToString("on class");
            assertThat(context.events()).containsExactly("get airports");
        }
    }

    @Test
    void methodComesBeforeClass() {
        try (CacheContext context = CacheContext.with(OnClass.class)) {
            context.bean(OnClass.class).own("FRA");
            assertThat(context.events()).containsExactly("get own");
        }
    }

    @Test
    void cacheOfClassLeavesMethodsThatEvictAlone() {
        try (CacheContext context = CacheContext.with(OnClass.class)) {
            assertThat(context.bean(OnClass.class).delete("FRA")).isTrue();
            assertThat(context.caches.invalidations).containsExactly(CacheInvalidation.none().key("airports", "FRA"));
            assertThat(context.events()).containsExactly("invalidate");
        }
    }

    @Test
    void invalidationOfClassStandsForEveryMethod() {
        try (CacheContext context = CacheContext.with(InvalidatingClass.class)) {
            context.bean(InvalidatingClass.class).change();
            context.bean(InvalidatingClass.class).delete("FRA");
            assertThat(context.caches.invalidations).containsExactly(CacheInvalidation.none().tags("airports"),
                    CacheInvalidation.none().key("airports", "FRA").tags("airports"));
        }
    }

    @Test
    void subclassInheritsTheAnnotationOfItsClass() {
        try (CacheContext context = CacheContext.with(SubclassOfOnClass.class)) {
            context.bean(SubclassOfOnClass.class).added("FRA");
            context.bean(SubclassOfOnClass.class).own("FRA");
            assertThat(context.events()).containsExactly("get airports", "get own");
        }
    }

    @Test
    void methodOfInterfaceIsFoundThroughBothProxies() {
        for (boolean subclass : new boolean[] { true, false }) {
            CacheContext context = subclass ? CacheContext.subclassProxies() : CacheContext.interfaceProxies();
            try (context) {
                context.start((application) -> application.registerBean(Lookup.class, LookupService::new));
                Lookup bean = context.bean(Lookup.class);
                assertThat(AopUtils.isCglibProxy(bean)).isEqualTo(subclass);
                bean.find("FRA");
                assertThat(context.cache("airports").entries).containsOnlyKeys("FRA");
            }
        }
    }

    @Test
    void methodThatSuperclassGivesToInterfaceIsFound() {
        try (CacheContext context = CacheContext.with(InheritingLookup.class)) {
            context.bean(InheritingLookup.class).find("FRA");
            assertThat(context.cache("airports").entries).containsOnlyKeys("FRA");
        }
    }

    @Test
    void interfaceStandsForItsOwnMethodsOnly() {
        try (CacheContext context = CacheContext.with(AnnotatedInterfaceService.class)) {
            AnnotatedInterfaceService bean = context.bean(AnnotatedInterfaceService.class);
            bean.find("FRA");
            assertThat(context.events()).containsExactly("get airports");
            bean.other("FRA");
            assertThat(context.events()).containsExactly("get airports");
        }
    }

    @Test
    void methodOfClassIsFoundThroughInterfaceProxy() {
        try (CacheContext context = CacheContext.interfaceProxies()) {
            context.start((application) -> application.registerBean(AnnotatedNames.class));
            context.bean(Names.class).name("FRA");
            assertThat(context.cache("names").entries).containsOnlyKeys("FRA");
        }
    }

    @Test
    void finalClassWithInterfaceIsProxied() {
        try (CacheContext context = CacheContext.interfaceProxies()) {
            context.start((application) -> application.registerBean(Lookup.class, FinalLookup::new));
            context.bean(Lookup.class).find("FRA");
            assertThat(context.events()).containsExactly("get airports");
        }
    }

    @Test
    void lambdaIsProxied() {
        try (CacheContext context = CacheContext.subclassProxies()) {
            context.start((application) -> application.registerBean(NamedLookup.class, () -> (code) -> code + "!"));
            assertThat(context.bean(NamedLookup.class).find("FRA")).isEqualTo("FRA!");
            assertThat(context.cache("airports").key()).asString()
                .startsWith("SimpleKey [AnnotationPlacementTests.NamedLookup.find(String)~");
        }
    }

    @Test
    void beanThatIsItselfAProxyIsKnownByItsInterface() {
        try (CacheContext context = CacheContext.subclassProxies()) {
            context.start((application) -> {
                application.registerBean(UserRepository.class, () -> repository(UserRepository.class));
                application.registerBean(OrderRepository.class, () -> repository(OrderRepository.class));
            });
            assertThat(context.bean(UserRepository.class).find("1")).isEqualTo(UserRepository.class.getName());
            assertThat(context.bean(OrderRepository.class).find("1")).isEqualTo(OrderRepository.class.getName());
            assertThat(context.cache("entities").entries).hasSize(2);
            assertThat(context.cache("entities").policies).extracting((policy) -> policy.type())
                .containsExactly(String.class, CharSequence.class);
        }
    }

    private static <T> T repository(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                (proxy, method, args) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == args[0];
                    case "toString" -> type.getName();
                    default -> type.getName();
                }));
    }

    @Test
    void genericMethodIsFoundByEveryDeclaration() {
        try (CacheContext context = CacheContext.with(CodeFinder.class)) {
            CodeFinder bean = context.bean(CodeFinder.class);
            assertThat(bean.find("FRA")).isEqualTo(Set.of("FRA"));
            Finder<String, Set<String>> asFinder = bean;
            asFinder.find("FRA");
            assertThat(context.cache("airports").entries).containsOnlyKeys("FRA");
            assertThat(context.events()).containsExactly("get airports", "get airports");
            assertThat(context.cache("airports").policy().type()).hasToString("java.util.Set<java.lang.String>");
        }
    }

    @Test
    void beanWithoutAnnotationIsNotProxied() {
        try (CacheContext context = CacheContext.with(Plain.class)) {
            assertThat(AopUtils.isAopProxy(context.bean(Plain.class))).isFalse();
        }
    }

    @Test
    void methodWithoutAnnotationRunsOnAProxiedBean() {
        try (CacheContext context = CacheContext.with(OnClass.class)) {
            context.bean(OnClass.class).inherited("FRA");
            assertThat(context.events()).isEmpty();
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @TieredCacheable(cache = "airports", key = "#p0")
    @interface CachedAirport {

        @AliasFor(annotation = TieredCacheable.class, attribute = "tags")
        String tag();

    }

    static class Composed {

        @CachedAirport(tag = "country:DE")
        public String find(String code) {
            return code;
        }

    }

    static class Base {

        public String inherited(String code) {
            return code;
        }

    }

    @TieredCacheable("airports")
    static class OnClass extends Base {

        public String find(String code) {
            return code;
        }

        public void nothing() {
        }

        String packagePrivate() {
            return "";
        }

        @TieredCacheable("own")
        public String own(String code) {
            return code;
        }

        @TieredCacheEvict(cache = "airports", key = "#code")
        public boolean delete(String code) {
            return true;
        }

        @Override
        public String toString() {
            return "on class";
        }

    }

    static class SubclassOfOnClass extends OnClass {

        public String added(String code) {
            return code;
        }

        @Override
        public String own(String code) {
            return code;
        }

    }

    @InvalidateTags("airports")
    static class InvalidatingClass {

        public void change() {
        }

        @TieredCacheEvict(cache = "airports", key = "#code")
        public void delete(String code) {
        }

    }

    interface Lookup {

        @TieredCacheable(cache = "airports", key = "#code")
        String find(String code);

    }

    static class LookupService implements Lookup {

        @Override
        public String find(String differentName) {
            return differentName;
        }

    }

    interface Names {

        String name(String code);

    }

    static class AnnotatedNames implements Names {

        @Override
        @TieredCacheable(cache = "names", key = "#code")
        public String name(String code) {
            return code;
        }

    }

    static final class FinalLookup implements Lookup {

        @Override
        public String find(String code) {
            return code;
        }

    }

    static class UnknowingBase {

        public String find(String code) {
            return code;
        }

    }

    static class InheritingLookup extends UnknowingBase implements Lookup {

    }

    interface NamedLookup {

        @TieredCacheable("airports")
        String find(String code);

    }

    @TieredCacheable("airports")
    interface AnnotatedInterface {

        String find(String code);

    }

    static class AnnotatedInterfaceService implements AnnotatedInterface {

        @Override
        public String find(String code) {
            return code;
        }

        public String other(String code) {
            return code;
        }

    }

    interface Repository<T> {

        @TieredCacheable("entities")
        T find(String id);

    }

    interface UserRepository extends Repository<String> {

    }

    interface OrderRepository extends Repository<CharSequence> {

    }

    interface Finder<K, V> {

        V find(K key);

    }

    abstract static class AbstractFinder<K, E> implements Finder<K, Set<E>> {

        @Override
        @TieredCacheable(cache = "airports", key = "#key")
        public abstract Set<E> find(K key);

    }

    static class CodeFinder extends AbstractFinder<String, String> {

        @Override
        public Set<String> find(String code) {
            return Set.of(code);
        }

    }

    static class Plain {

        public Map<String, String> find() {
            return Map.of();
        }

    }

}
