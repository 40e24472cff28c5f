package io.tieredcache.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.tieredcache.CacheContracts;

import org.springframework.beans.factory.BeanFactory;

/**
 * Compares the contract of an application's caches with the document that is committed
 * beside its code, so that no change of a promise goes unseen.
 *
 * @since 0.1.0
 */
public final class CacheContractAssert {

    /**
     * System property that makes {@link #matches} write the document in place of
     * comparing it, if it is {@code true}.
     */
    public static final String WRITE_PROPERTY = "tiered-cache.contract.write";

    private final CacheContracts contracts;

    private CacheContractAssert(CacheContracts contracts) {
        this.contracts = contracts;
    }

    /**
     * Looks at the contract of an application.
     * @param context the context of the application, started
     * @return the assertion
     */
    public static CacheContractAssert of(BeanFactory context) {
        return of(context.getBean(CacheContracts.class));
    }

    /**
     * Looks at contracts.
     * @param contracts the contracts
     * @return the assertion
     */
    public static CacheContractAssert of(CacheContracts contracts) {
        return new CacheContractAssert(contracts);
    }

    /**
     * Asserts that a document is what code and settings say. The kind of its line ends
     * does not matter.
     * @param document the document, such as {@code CACHE-CONTRACT.md} in the directory of
     * the module
     * @throws AssertionError if it is missing or says something else; the message has the
     * lines that differ
     */
    public void matches(Path document) {
        String actual = this.contracts.toMarkdown();
        try {
            if (Boolean.getBoolean(WRITE_PROPERTY)) {
                Files.writeString(document, actual);
                return;
            }
            if (!Files.exists(document)) {
                throw new AssertionError("There is no cache contract '%s'. %s".formatted(document, howToWrite()));
            }
            compare(document, Files.readString(document).replace("\r\n", "\n"), actual);
        }
        catch (IOException ex) {
            throw new UncheckedIOException("Unable to read or write '%s'".formatted(document), ex);
        }
    }

    private static void compare(Path document, String committed, String actual) {
        if (!committed.equals(actual)) {
            List<String> difference = LineDiff.between(committed.lines().toList(), actual.lines().toList());
            throw new AssertionError(
                    "The caches are not what '%s' says (-), they are (+):%n%n%s%n%nIf that is wanted: %s"
                        .formatted(document, difference.isEmpty() ? "the same lines, with other line ends"
                                : String.join(System.lineSeparator(), difference), howToWrite()));
        }
    }

    private static String howToWrite() {
        return "run this test once with -D%s=true, and commit the file.".formatted(WRITE_PROPERTY);
    }

}
