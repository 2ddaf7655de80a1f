package io.blip2j.core.shape;

/// Shapes, axes or element types do not fit an operation. The message starts with the operation, shows what was
/// expected and what came, and ends with a hint.
public final class ShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String operation;

    /// @param operation name of the operation in the user's words, such as `matmul`
    /// @param message what was expected and got, and how to mend it
    public ShapeException(String operation, String message) {
        super(operation + ": " + message);
        this.operation = operation;
    }

    /// Name of the operation that refused.
    public String operation() {
        return operation;
    }
}
