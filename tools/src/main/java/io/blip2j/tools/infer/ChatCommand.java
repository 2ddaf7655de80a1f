package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Conversation;
import io.blip2j.blip2.Decoding;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Interrupts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers questions about one picture, one after the other, word by word.
@Command(
        name = "chat",
        description = {
            "Ask several questions about one picture; answers come word by word.",
            "Ctrl-C stops an answer, Ctrl-D ends the chat. Questions may come from a pipe, one a line."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  blip2 chat --model Salesforce/blip2-flan-t5-xl photo.jpg"})
public final class ChatCommand implements Callable<Integer> {
    private static final String PROMPT = "> ";

    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Mixin
    private DecodingOptions decoding;

    @Option(
            names = "--history",
            paramLabel = "N",
            description =
                    "Earlier turns that a question comes with (default: all that fit; none if the model was trained"
                            + " with the question in its Q-Former).")
    private Integer history;

    @Parameters(paramLabel = "IMAGE", description = "A file, a data: URI, or - for a picture on stdin.")
    private String image;

    private volatile boolean answering;
    private volatile boolean stopped;

    /// What `--json` prints.
    private record Row(int turn, String question, String answer) {}

    @Override
    public Integer call() throws IOException {
        Console console = common.console();
        Decoding how = decoding.decoding(common);
        PictureInput input = PictureInput.only(image, System.in);
        boolean person = console.isTerminal() && System.console() != null;
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            Conversation chat =
                    history == null ? blip2.chat(input.read()) : blip2.chat(input.read(), Math.max(0, history));
            console.note(Backends.why());
            try (Interrupts _ = person ? Interrupts.hear(() -> interrupted(console)) : null) {
                talk(chat, how, console, person);
            }
        }
        return 0;
    }

    private void talk(Conversation chat, Decoding how, Console console, boolean person) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (person) {
            console.note("Ask about the picture. Ctrl-C stops an answer, Ctrl-D ends the chat.");
            console.ask(PROMPT);
        }
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String question = line.strip();
            if (!question.isEmpty()) {
                answer(chat, question, how, console);
            }
            if (person) {
                console.ask(PROMPT);
            }
        }
        if (person) {
            console.ask(System.lineSeparator()); // the shell's prompt on a line of its own
        }
    }

    private void answer(Conversation chat, String question, Decoding how, Console console) {
        stopped = false;
        answering = true;
        try {
            String answer = chat.ask(question, how, more -> {
                if (!stopped) {
                    console.piece(more);
                }
                return !stopped;
            });
            answering = false;
            console.result(new Row(chat.turns().size(), question, answer), stopped ? " ..." : "");
        } catch (InputException refused) {
            console.warn("blip2 chat: " + refused.getMessage());
        } finally {
            answering = false;
        }
    }

    /// The first Ctrl-C stops the answer that is being given, a second one the process; between answers it drops
    /// what was typed.
    private void interrupted(Console console) {
        if (!answering) {
            console.ask(System.lineSeparator() + "(Ctrl-D ends the chat)" + System.lineSeparator() + PROMPT);
        } else if (stopped) {
            Runtime.getRuntime().halt(130);
        } else {
            stopped = true;
        }
    }
}
