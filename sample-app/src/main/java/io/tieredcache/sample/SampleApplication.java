package io.tieredcache.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class SampleApplication {

    public static void main(String[] args) {
        // Read when H2 loads: the database that instances share must not listen on all
        // addresses.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        SpringApplication.run(SampleApplication.class, args);
    }

}
