package io.blip2j.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/// The compiled main classes of all modules that the class path holds, read once.
final class Code {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.blip2j");

    private Code() {}

    /// Checks a rule over all main classes; a package that does not exist yet breaks no rule.
    static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }
}
