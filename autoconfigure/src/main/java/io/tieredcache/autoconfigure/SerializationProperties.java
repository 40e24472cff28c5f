package io.tieredcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * Serialization of values.
 *
 * @since 0.1.0
 */
public class SerializationProperties {

    /**
     * Packages whose classes may be stored without a declared type, beside those of the
     * application itself. Sub-packages are included.
     */
    private List<String> allowedPackages = new ArrayList<>();

    public List<String> getAllowedPackages() {
        return this.allowedPackages;
    }

    public void setAllowedPackages(List<String> allowedPackages) {
        this.allowedPackages = allowedPackages;
    }

}
