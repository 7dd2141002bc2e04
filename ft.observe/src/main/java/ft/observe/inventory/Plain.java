package ft.observe.inventory;

import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes maps, lists, numbers, truth values and text of records, by the names of their components.
 */
final class Plain {
    private Plain() {}

    /** The value in these terms; null for an empty optional. */
    static Object of(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(Plain::of).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), of(each)));
            return plain;
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        if (value instanceof Fault fault) {
            return fault.text();
        }
        if (value instanceof Trigger trigger) {
            return trigger.text();
        }
        return value instanceof Record record ? of(record) : value.toString();
    }

    private static Map<String, Object> of(Record record) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                plain.put(component.getName(), of(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e); // records of the API are public
            }
        }
        return plain;
    }

    /** The components of all records of a list that are asked for, in this order. */
    static List<Map<String, Object>> rows(List<? extends Record> records, String... names) {
        return records.stream()
                .map(
                        record -> {
                            Map<String, Object> all = of(record);
                            Map<String, Object> row = new LinkedHashMap<>();
                            for (String name : names) {
                                row.put(name, all.get(name));
                            }
                            return row;
                        })
                .toList();
    }
}
