package io.blip2j.tools.infer;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.Reply;
import io.blip2j.core.InputException;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.Console;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers a question about pictures, freely or by choosing among given answers.
@Command(
        name = "vqa",
        description = "Answer a question about pictures.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  blip2 vqa --model Salesforce/blip2-flan-t5-xl --question \"how many cats are there?\" cats.jpg"
        })
public final class VqaCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private LavisOptions lavis;

    @Mixin
    private DecodingOptions decoding;

    @Option(names = "--question", required = true, paramLabel = "TEXT", description = "The question.")
    private String question;

    @Option(
            names = "--candidates",
            paramLabel = "FILE",
            description =
                    "Choose among these answers, one a line, by their likelihood (with --length-penalty 1: the mean"
                            + " of their tokens').")
    private Path candidates;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Files, folders, globs, data: URIs, or - for a picture on stdin.")
    private List<String> images;

    @Override
    public Integer call() throws IOException {
        Console console = common.console();
        Decoding how = decoding.decoding(common);
        List<String> given = candidates == null ? List.of() : lines(candidates);
        List<PictureInput> inputs = PictureInput.of(images, System.in);
        try (Blip2 blip2 = ModelOpener.open(common, lavis)) {
            PictureRun.Work<Reply> work = given.isEmpty()
                    ? (pictures, first) -> blip2.answer(pictures, question, how.from(first))
                    : (pictures, _) -> blip2.rank(pictures, question, given, penalty(how)).stream()
                            .map(reply -> new Reply(reply.choices().subList(0, 1), reply.timings()))
                            .toList();
            return new PictureRun("blip2 vqa", console, inputs)
                    .run(
                            work,
                            (input, reply) -> console.result(
                                    ReplyRow.of(head(input), "answer", reply, true),
                                    ReplyRow.text(input.name(), reply, inputs.size() > 1)));
        }
    }

    private Map<String, Object> head(PictureInput input) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("image", input.name());
        head.put("question", question);
        return head;
    }

    private static double penalty(Decoding how) {
        return how.options().get("length_penalty") instanceof Double penalty ? penalty : 0;
    }

    private static List<String> lines(Path file) throws IOException {
        String found = "no answer in it";
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (!lines.isEmpty()) {
                return lines;
            }
        } catch (CharacterCodingException notText) {
            found = "bytes that are no UTF-8";
        }
        throw new InputException(
                InputException.Kind.BAD,
                "CLI-CANDIDATES",
                file.toString(),
                found,
                "a text file with one answer a line",
                "Correct the file");
    }
}
