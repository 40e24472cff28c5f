package io.tieredcache.metrics;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.autoconfigure.CacheMetricsAutoConfiguration;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;

class HitCostTests {

    @Test
    void measure() throws Exception {
        try (ApplicationInstance plain = ApplicationInstance.start(TestInstance.newNamespace(), Plain.class);
                ApplicationInstance metered = ApplicationInstance.start(TestInstance.newNamespace(), Plain.class,
                        Metered.class);
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of("/tmp/h/s5/hitcost.txt")))) {
            metered.beans(CacheMeters.class).forEach((m) -> m.bindTo(new SimpleMeterRegistry()));
            metered.beans(CacheObservations.class).forEach((m) -> m.use(ObservationRegistry.create()));
            List<Service> services = List.of(plain.bean(Service.class), metered.bean(Service.class));
            for (int round = 0; round < 14; round++) {
                StringBuilder line = new StringBuilder();
                for (Service service : services) {
                    long begun = System.nanoTime();
                    int sum = 0;
                    for (int i = 0; i < 2_000_000; i++) {
                        sum += service.find("key").length();
                    }
                    line.append((System.nanoTime() - begun) / 2_000_000.0).append(" ns (").append(sum).append(")  ");
                }
                out.println(line);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Plain {

        @Bean
        Service service() {
            return new Service();
        }

    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(CacheMetricsAutoConfiguration.class)
    static class Metered {

    }

    static class Service {

        @TieredCacheable(cache = "values", key = "#key")
        public String find(String key) {
            return key;
        }

    }

}
