package ft.test.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the fenced blocks of console commands in Markdown files. */
final class CommandBlocks {
    private static final String FENCE = "```";
    private static final String LANGUAGE = "ft";

    private CommandBlocks() {}

    /**
     * A block.
     *
     * @param file where it is
     * @param line number of its first command
     * @param commands what a user is to type, a line each
     */
    record Block(String file, int line, List<String> commands) {}

    /** The blocks of README.md and docs/*.md below a folder, in this order. */
    static List<Block> of(Path root) throws IOException {
        List<Path> files = new ArrayList<>(List.of(root.resolve("README.md")));
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        List<Block> blocks = new ArrayList<>();
        for (Path file : files) {
            blocks.addAll(in(root.relativize(file).toString(), Files.readAllLines(file)));
        }
        return blocks;
    }

    /** The blocks of one file. */
    static List<Block> in(String file, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        boolean inside = false;
        Block block = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(FENCE)) {
                inside = !inside;
                String language = line.substring(FENCE.length()).strip();
                block =
                        inside && language.equals(LANGUAGE)
                                ? new Block(file, i + 2, new ArrayList<>())
                                : null;
                if (block != null) {
                    blocks.add(block);
                }
            } else if (block != null && !line.isEmpty()) {
                block.commands.add(line);
            }
        }
        return blocks;
    }
}
