package io.tieredcache.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.outbox.OutboxRelay;
import io.tieredcache.store.InvalidationOutbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class OutboxConfigurationTests {

    private static final String[] ON = { "tiered-cache.outbox.enabled=true",
            "tiered-cache.outbox.initialize-schema=never" };

    private final ApplicationContextRunner contextRunner = CacheContexts.runner();

    @Test
    void thereIsNoOutboxByDefault() {
        this.contextRunner.withBean(DataSource.class, DriverManagerDataSource::new)
            .run((context) -> assertThat(context).doesNotHaveBean(InvalidationOutbox.class)
                .doesNotHaveBean(OutboxSchema.class));
    }

    @Test
    void outboxIsThereWhereItIsAskedForAlsoWhereTheDatabaseIsAway() {
        this.contextRunner.withPropertyValues(ON)
            .withBean(DataSource.class, DriverManagerDataSource::new)
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(InvalidationOutbox.class)
                .hasSingleBean(OutboxRelay.class)
                .doesNotHaveBean(OutboxSchema.class));
    }

    @Test
    void oneOfSeveralDatabasesIsNamed() {
        ApplicationContextRunner two = this.contextRunner.withPropertyValues(ON)
            .withBean("orders", DataSource.class, DriverManagerDataSource::new)
            .withBean("customers", DataSource.class, DriverManagerDataSource::new);
        two.withPropertyValues("tiered-cache.outbox.data-source=orders")
            .run((context) -> assertThat(context).hasSingleBean(InvalidationOutbox.class));
        two.run((context) -> assertThat(context).getFailure()
            .rootCause()
            .isInstanceOf(InvalidTieredCacheConfigurationException.class)
            .hasMessageContaining("there are 2 DataSource beans and none is primary"));
        two.withPropertyValues("tiered-cache.outbox.data-source=none")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("'tiered-cache.outbox.data-source' is 'none', but there is no such DataSource"));
    }

    @Test
    void missingDatabaseStopsTheStart() {
        this.contextRunner.withPropertyValues(ON)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("there are 0 DataSource beans"));
    }

    @Test
    void missingJdbcStopsTheStartOnlyWhereTheOutboxIsAskedFor() {
        ApplicationContextRunner without = this.contextRunner
            .withClassLoader(new FilteredClassLoader(DatabaseInitializationProperties.class));
        without.run((context) -> assertThat(context).hasNotFailed());
        without.withPropertyValues(ON)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining("JDBC is not on the class path"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(arguments(List.of("table=drop table x"), "is 'drop table x', which is no name of a table"),
                arguments(List.of("poll-interval=0"), "'tiered-cache.outbox.poll-interval' must be a positive time"),
                arguments(List.of("relay-after=1s", "poll-interval=1s"),
                        "'tiered-cache.outbox.relay-after' is 1s, but must be 2s at least"),
                arguments(List.of("retention=15s"),
                        "'tiered-cache.outbox.retention' is 15s, but must be 20s at least"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStart(List<String> properties, String message) {
        this.contextRunner.withPropertyValues(ON)
            .withPropertyValues(properties.stream().map((each) -> "tiered-cache.outbox." + each).toArray(String[]::new))
            .withBean(DataSource.class, DriverManagerDataSource::new)
            .run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
    }

}
