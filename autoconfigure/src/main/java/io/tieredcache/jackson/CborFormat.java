package io.tieredcache.jackson;

import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Everything that needs the optional CBOR format.
 */
final class CborFormat {

    private CborFormat() {
    }

    static MapperBuilder<?, ?> builder() {
        return CBORMapper.builder(CBORFactory.builder()
            .streamReadConstraints(StoredForm.READ_CONSTRAINTS)
            .streamWriteConstraints(StoredForm.WRITE_CONSTRAINTS)
            .build());
    }

}
