package io.tieredcache.drill;

import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Starts applications that have the source as a bean.
 */
final class DrillContext {

    private DrillContext() {
    }

    static ConfigurableApplicationContext start(Class<?> application, DrillSource source, List<String> properties) {
        ApplicationContextInitializer<GenericApplicationContext> registerSource = (context) -> context
            .registerBean(DrillSource.class, () -> source);
        return new SpringApplicationBuilder(application).initializers(registerSource)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties.toArray(String[]::new))
            .run();
    }

}
