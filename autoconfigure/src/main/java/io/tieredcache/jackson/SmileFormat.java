package io.tieredcache.jackson;

import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * Everything that needs the optional Smile format.
 */
final class SmileFormat {

    private SmileFormat() {
    }

    static MapperBuilder<?, ?> builder() {
        return SmileMapper.builder(SmileFactory.builder()
            .streamReadConstraints(StoredForm.READ_CONSTRAINTS)
            .streamWriteConstraints(StoredForm.WRITE_CONSTRAINTS)
            .build());
    }

}
