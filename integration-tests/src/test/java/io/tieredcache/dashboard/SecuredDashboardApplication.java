package io.tieredcache.dashboard;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The same application, where the page is open, the endpoint is for operators, and
 * changes need a token against forged requests.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSecurity
@Import(DashboardApplication.Directory.class)
class SecuredDashboardApplication {

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http) throws Exception {
        return http
            .authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET, "/manage/caches/page/**")
                .permitAll()
                .anyRequest()
                .hasRole("OPERATOR"))
            .httpBasic(Customizer.withDefaults())
            .csrf((csrf) -> csrf.spa())
            .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("operator").password("{noop}secret").roles("OPERATOR").build(),
                User.withUsername("reader").password("{noop}secret").roles("READER").build());
    }

}
