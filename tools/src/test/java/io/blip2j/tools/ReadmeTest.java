package io.blip2j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.image.Picture;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Java in the README compiles, with the imports that it names or the packages of a beginner.
class ReadmeTest {
    private static final Path ROOT =
            Path.of(System.getProperty("blip2j.root", "..")).toAbsolutePath();
    private static final Pattern JAVA = Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("^import .*;$", Pattern.MULTILINE);

    @TempDir
    private Path scratch;

    @Test
    void examplesCompile() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> examples = new ArrayList<>();
        for (Matcher found = JAVA.matcher(readme); found.find(); ) {
            examples.add(found.group(1));
        }
        assertFalse(examples.isEmpty(), "the README has a Java example");
        for (int i = 0; i < examples.size(); i++) {
            compile("Example" + i, examples.get(i));
        }
    }

    private void compile(String name, String example) throws IOException {
        StringBuilder imports = new StringBuilder();
        IMPORT.matcher(example)
                .results()
                .forEach(line -> imports.append(line.group()).append('\n'));
        String statements = IMPORT.matcher(example).replaceAll("");
        Path file = scratch.resolve(name + ".java");
        Files.writeString(
                file,
                imports + "import java.nio.file.*;\nimport java.util.*;\nimport " + Blip2.class.getPackageName()
                        + ".*;\nimport " + Picture.class.getPackageName() + ".*;\nfinal class " + name
                        + " {\n  void run() throws Exception {\n" + statements + "  }\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", scratch.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
                .call();
        assertEquals("", said.toString(), example);
        assertEquals(true, compiled);
    }
}
