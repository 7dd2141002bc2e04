package ft.chipset.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableTable;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the rules of the state table in the order in which they are tried. */
final class StateTableBuilder {
    private final Map<SystemState, Map<Cause, ImmutableList.Builder<Rule>>> rows =
            new LinkedHashMap<>();

    Cell on(StateEvent event, Party party, SystemState state, Mode... modes) {
        return new Cell(event, party, state, modes);
    }

    ImmutableTable<SystemState, Cause, ImmutableList<Rule>> build() {
        ImmutableTable.Builder<SystemState, Cause, ImmutableList<Rule>> table =
                ImmutableTable.builder();
        rows.forEach(
                (state, causes) ->
                        causes.forEach((cause, rules) -> table.put(state, cause, rules.build())));
        return table.build();
    }

    /** Entries of the table for one event as systems in one state see it. */
    final class Cell {
        private final StateEvent event;
        private final Party party;
        private final SystemState state;
        private final Mode[] modes;

        Cell(StateEvent event, Party party, SystemState state, Mode[] modes) {
            this.event = event;
            this.party = party;
            this.state = state;
            this.modes = modes;
        }

        Cell when(Condition condition, SystemState to, Mode mode, Processing processing) {
            for (Mode each : modes) {
                rows.computeIfAbsent(state, s -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                new Cause(event, party, each), c -> ImmutableList.builder())
                        .add(new Rule(condition, to, mode, processing));
            }
            return this;
        }

        void to(SystemState to, Mode mode) {
            when(Condition.ALWAYS, to, mode, Processing.NONE);
        }

        void stay() {
            when(Condition.ALWAYS, state, null, Processing.NONE);
        }

        void fault() {
            when(Condition.ALWAYS, SystemState.FAULT, Mode.SBY, Processing.ERROR);
        }
    }
}
