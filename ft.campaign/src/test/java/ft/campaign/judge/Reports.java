package ft.campaign.judge;

import ft.api.resync.CopyScope;
import ft.api.server.ResyncReport;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reports of which a test says what matters to it. */
final class Reports {
    private Reports() {}

    static ResyncReport of(
            long checked, long stopped, long stopNanos, CopyScope scope, Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("succeeded", true);
        values.put("destination", 1);
        values.put("attempts", 1);
        values.put("pageSize", 4096);
        values.put("checkedPages", checked);
        values.put("stoppedPages", stopped);
        values.put("stoppedBytes", stopped * 4096);
        values.put("stopGuestNanos", stopNanos);
        values.put("scope", scope);
        RecordComponent[] components = ResyncReport.class.getRecordComponents();
        try {
            return ResyncReport.class
                    .getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class[]::new))
                    .newInstance(
                            Arrays.stream(components)
                                    .map(c -> values.getOrDefault(c.getName(), none(c.getType())))
                                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object none(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        }
        return type == Map.class ? Map.of() : type == String.class ? "" : null;
    }
}
