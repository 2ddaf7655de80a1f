package io.blip2j.tools;

import io.blip2j.core.InputException;
import io.blip2j.tools.bench.BenchCommand;
import io.blip2j.tools.cli.CommonOptions;
import io.blip2j.tools.cli.EnvironmentDefaults;
import io.blip2j.tools.cli.Failures;
import io.blip2j.tools.cli.ResultStream;
import io.blip2j.tools.data.DataCommand;
import io.blip2j.tools.doctor.DoctorCommand;
import io.blip2j.tools.eval.EvalCommand;
import io.blip2j.tools.explain.ExplainCommand;
import io.blip2j.tools.folders.ExportCommand;
import io.blip2j.tools.folders.InspectCommand;
import io.blip2j.tools.hub.PullCommand;
import io.blip2j.tools.infer.CaptionCommand;
import io.blip2j.tools.infer.ChatCommand;
import io.blip2j.tools.infer.FeaturesCommand;
import io.blip2j.tools.infer.MatchCommand;
import io.blip2j.tools.infer.QuantizeCommand;
import io.blip2j.tools.infer.SearchCommand;
import io.blip2j.tools.infer.TokenizeCommand;
import io.blip2j.tools.infer.VqaCommand;
import io.blip2j.tools.quickstart.QuickstartCommand;
import io.blip2j.tools.training.TrainCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The root command: its subcommands do the work, this one starts them and tells the shell how it went.
@Command(
        name = "blip2",
        description = "BLIP-2 in Java: captions, answers, retrieval and training on pictures and text.",
        subcommands = {
            QuickstartCommand.class,
            CaptionCommand.class,
            VqaCommand.class,
            ChatCommand.class,
            MatchCommand.class,
            SearchCommand.class,
            FeaturesCommand.class,
            ExplainCommand.class,
            PullCommand.class,
            TokenizeCommand.class,
            TrainCommand.class,
            InspectCommand.class,
            ExportCommand.class,
            BenchCommand.class,
            QuantizeCommand.class,
            EvalCommand.class,
            DataCommand.class,
            DoctorCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Blip2Command.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Help on a command: blip2 COMMAND --help"})
public final class Blip2Command {
    /// Runs the command and ends the process with its exit code.
    public static void main(String[] args) {
        // Results and messages are UTF-8 whatever the locale is.
        ResultStream results = new ResultStream();
        System.setOut(utf8(results));
        System.setErr(standardError());
        int code = run(args, System.getenv());
        System.out.flush();
        if (results.failure() != null) {
            code = new Failures(System.err, false).tell("blip2: stdout", results.failure());
        }
        System.exit(code);
    }

    /// Runs the command with these arguments and environment, on `System.out` and `System.err`.
    private static int run(String[] args, Map<String, String> environment) {
        boolean debug = Arrays.asList(args).contains("--debug") || environment.containsKey("BLIP2_DEBUG");
        Failures failures = new Failures(System.err, debug);
        return run(commandLine(failures, environment), failures, args);
    }

    static int run(CommandLine command, Failures failures, String... args) {
        try {
            return command.execute(args);
        } catch (Throwable failure) {
            // Errors, such as a full heap, pass through Picocli.
            return failures.tell("blip2", failure);
        }
    }

    static CommandLine commandLine(Failures failures, Map<String, String> environment) {
        return new CommandLine(new Blip2Command())
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(Blip2Command::start)
                .setParameterExceptionHandler((failure, _) -> failures.usage(failure))
                .setExecutionExceptionHandler((failure, command, _) ->
                        failures.tell(command.getCommandSpec().qualifiedName(), failure));
    }

    /// Applies what all commands have in common, then runs the last subcommand.
    private static int start(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        for (CommandSpec mixin : last.commandSpec().mixins().values()) {
            if (mixin.userObject() instanceof CommonOptions common) {
                try {
                    common.apply();
                } catch (InputException e) {
                    throw new ExecutionException(last.commandSpec().commandLine(), e.getMessage(), e);
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /// Stderr. The launcher hands the real one over under another number, so that the JVM's own line about
    /// incubator modules, which goes to descriptor 2, can be kept from the user.
    private static PrintStream standardError() {
        int number = Integer.getInteger("blip2j.stderr", 2);
        if (number != 2) {
            try {
                Constructor<FileDescriptor> descriptor = FileDescriptor.class.getDeclaredConstructor(int.class);
                descriptor.setAccessible(true);
                return utf8(new FileOutputStream(descriptor.newInstance(number)));
            } catch (ReflectiveOperationException | InaccessibleObjectException e) {
                // Started without the launcher's options: descriptor 2 ends in the same place.
            }
        }
        return utf8(new FileOutputStream(FileDescriptor.err));
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /// The version in the jar's manifest.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Blip2Command.class.getPackage().getImplementationVersion();
            return new String[] {"blip2 " + (version == null ? "(not packaged)" : version)};
        }
    }
}
