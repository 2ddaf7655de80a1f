package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// How the hub is reached, by the environment variables of Hugging Face's tools.
///
/// @param endpoint `HF_ENDPOINT`
/// @param token `HF_TOKEN`, or null; sent to the endpoint alone, never to where it redirects
/// @param patience `HF_HUB_DOWNLOAD_TIMEOUT` seconds: how long nothing may come before it counts as cut
public record HubSettings(URI endpoint, String token, Duration patience) {
    /// The hub's address where none is set.
    private static final String ENDPOINT = "https://huggingface.co";

    private static final int SECONDS = 10;

    /// The settings of an environment.
    /// @throws InputException if a value is unusable, or `HF_HUB_OFFLINE` is set
    public static HubSettings of(Map<String, String> environment) {
        String offline = environment.getOrDefault("HF_HUB_OFFLINE", "").strip().toUpperCase(Locale.ROOT);
        if (offline.equals("1") || offline.equals("ON") || offline.equals("YES") || offline.equals("TRUE")) {
            throw problem("HF_HUB_OFFLINE", offline, "no such setting, to download", "Unset it");
        }
        String token = environment.getOrDefault("HF_TOKEN", "").strip();
        return new HubSettings(endpoint(environment), token.isEmpty() ? null : token, patience(environment));
    }

    private static URI endpoint(Map<String, String> environment) {
        String text = environment.getOrDefault("HF_ENDPOINT", "").strip();
        String address = (text.isEmpty() ? ENDPOINT : text).replaceFirst("/+$", "");
        try {
            URI endpoint = new URI(address);
            if (endpoint.getHost() != null
                    && String.valueOf(endpoint.getScheme()).matches("https?")) {
                return endpoint;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw problem("HF_ENDPOINT", "'" + text + "'", "an address such as " + ENDPOINT, "Correct or unset it");
    }

    private static Duration patience(Map<String, String> environment) {
        String text = environment.getOrDefault("HF_HUB_DOWNLOAD_TIMEOUT", "").strip();
        try {
            double seconds = text.isEmpty() ? SECONDS : Double.parseDouble(text);
            if (seconds > 0 && seconds < 1e6) {
                return Duration.ofMillis((long) Math.ceil(1000 * seconds));
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw problem("HF_HUB_DOWNLOAD_TIMEOUT", "'" + text + "'", "seconds, above 0", "Correct or unset it");
    }

    private static InputException problem(String variable, String found, String expected, String fix) {
        return new InputException(InputException.Kind.CONFIG, "HUB-SETTING", variable, found, expected, fix);
    }

    /// Without the token.
    @Override
    public String toString() {
        return "HubSettings[" + endpoint + "]";
    }
}
