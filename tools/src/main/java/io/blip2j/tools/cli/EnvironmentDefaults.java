package io.blip2j.tools.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Takes an option that was not given from the environment: `--num-beams` from `BLIP2_NUM_BEAMS`.
///
/// @param environment names and values, `System.getenv()` in production
public record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String value = environment.get(variable(option.longestName()));
        if (value == null || value.isBlank()) {
            return null;
        }
        boolean flag = option.arity().max() == 0;
        return flag && value.equals("1") ? "true" : flag && value.equals("0") ? "false" : value;
    }

    /// `--num-beams` is `BLIP2_NUM_BEAMS`.
    static String variable(String option) {
        return "BLIP2_" + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
