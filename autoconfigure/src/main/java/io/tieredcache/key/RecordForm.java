package io.tieredcache.key;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The class name, then the components sorted by name, so that their order in the source
 * may change.
 */
final class RecordForm {

    private static final ClassValue<RecordForm> FORMS = new ClassValue<>() {

        @Override
        protected RecordForm computeValue(Class<?> type) {
            return new RecordForm(type);
        }

    };

    private final String header;

    private final List<Component> components;

    private RecordForm(Class<?> type) {
        this.components = Arrays.stream(type.getRecordComponents())
            .sorted(Comparator.comparing(RecordComponent::getName))
            .map(Component::of)
            .toList();
        this.header = "r" + this.components.size() + ":" + ClassText.of(type);
    }

    static RecordForm of(Class<?> type) {
        return FORMS.get(type);
    }

    void write(Object value, KeyWriter out) {
        out.append(this.header);
        for (Component component : this.components) {
            out.append(component.label());
            out.write(component.valueIn(value));
        }
    }

    private record Component(String label, Method accessor) {

        static Component of(RecordComponent component) {
            StringBuilder label = new StringBuilder().append(KeyWriter.SEPARATOR);
            EscapedText.append(label, component.getName());
            component.getAccessor().setAccessible(true);
            return new Component(label.append('=').toString(), component.getAccessor());
        }

        @Nullable Object valueIn(Object value) {
            try {
                return this.accessor.invoke(value);
            }
            catch (ReflectiveOperationException ex) {
                throw new IllegalStateException("Accessor '%s' of record '%s' failed, so it cannot be part of a key."
                    .formatted(this.accessor.getName(), value.getClass().getName()), ex);
            }
        }

    }

}
