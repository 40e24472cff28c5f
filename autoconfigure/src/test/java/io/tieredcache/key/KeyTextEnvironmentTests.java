package io.tieredcache.key;

import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances with another default locale and time zone write the same texts.
 */
@Isolated
class KeyTextEnvironmentTests {

    private final Locale locale = Locale.getDefault();

    private final TimeZone timeZone = TimeZone.getDefault();

    @AfterEach
    void restoreDefaults() {
        Locale.setDefault(this.locale);
        TimeZone.setDefault(this.timeZone);
    }

    @ParameterizedTest
    @CsvSource({ "tr-TR, Asia/Kolkata", "ar-EG-u-nu-arab, America/St_Johns",
            "th-TH-u-ca-buddhist-nu-thai, Pacific/Apia", "de-DE, Europe/Berlin", "hi-IN-u-nu-deva, UTC" })
    void textsDoNotDependOnDefaults(String languageTag, String zone) {
        Map<String, String> before = texts();
        Locale.setDefault(Locale.forLanguageTag(languageTag));
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertThat(texts()).isEqualTo(before);
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        GoldenKeys.all().forEach((name, key) -> texts.put(name, KeyText.of(key)));
        return texts;
    }

}
