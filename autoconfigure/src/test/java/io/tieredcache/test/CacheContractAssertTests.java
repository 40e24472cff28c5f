package io.tieredcache.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tieredcache.CacheContract;
import io.tieredcache.CacheContracts;
import io.tieredcache.CacheUse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CacheContractAssertTests {

    private static final String COMMITTED = """
            # Cache contract

            ## Cache `orders`

            - Owner: team a
            - ttl 10m

            ## Cache `prices`

            - Owner: team b
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    @AfterEach
    void compareOnly() {
        System.clearProperty(CacheContractAssert.WRITE_PROPERTY);
    }

    @Test
    void sameDocumentPassesWhateverItsLineEnds() throws IOException {
        assertThatCode(() -> compare(COMMITTED, COMMITTED)).doesNotThrowAnyException();
        assertThatCode(() -> compare(COMMITTED.replace("\n", "\r\n"), COMMITTED)).doesNotThrowAnyException();
    }

    @Test
    void driftFailsWithTheLinesAndTheirHeading() {
        String changed = COMMITTED.replace("ttl 10m", "ttl 20m").replace("- Owner: team b\n", "");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> compare(COMMITTED, changed))
            .withMessageContaining(CacheContractAssert.WRITE_PROPERTY)
            .satisfies((failure) -> assertThat(failure.getMessage().lines().toList()).containsSubsequence(
                    "  ## Cache `orders`", "- - ttl 10m", "+ - ttl 20m", "  ## Cache `prices`", "- - Owner: team b"))
            .satisfies((failure) -> assertThat(failure).message().doesNotContain("team a"));
    }

    @Test
    void missingDocumentFails() {
        Path document = this.directory.resolve("missing.md");
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> CacheContractAssert.of(contracts(COMMITTED)).matches(document))
            .withMessageContaining("missing.md");
    }

    @Test
    void documentIsWrittenWhereThatIsAskedFor() throws IOException {
        System.setProperty(CacheContractAssert.WRITE_PROPERTY, "true");
        compare("old", COMMITTED);
        assertThat(this.directory.resolve("contract.md")).hasContent(COMMITTED);
    }

    private void compare(String committed, String actual) throws IOException {
        Path document = this.directory.resolve("contract.md");
        Files.writeString(document, committed);
        CacheContractAssert.of(contracts(actual)).matches(document);
    }

    private static CacheContracts contracts(String markdown) {
        return new CacheContracts() {

            @Override
            public List<CacheContract> caches() {
                return List.of();
            }

            @Override
            public List<CacheUse> tagInvalidations() {
                return List.of();
            }

            @Override
            public String toMarkdown() {
                return markdown;
            }

        };
    }

}
