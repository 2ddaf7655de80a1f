#!/usr/bin/env bash
# Shows that the installed jars serve another Maven project: `mvn install` into a local repository that is thrown away
# (yours stays as it is), then a project that depends on io.blip2j:blip2 compiles the first Java
# example of the README and runs it.
#
#   tools/parity/consumer/run.sh RUN      RUN: the folder of a quickstart run
#
#   MAVEN_ARGS: more for Maven, such as -o    MAVEN_REPOSITORY: your local repository, if it is not ~/.m2/repository
set -euo pipefail

run=$(cd "${1:?the folder of a quickstart run}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What Maven has fetched already is copied, not shared: nothing of this may end up in your repository.
home=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
mkdir "$work/repository"
if [ -d "$home" ]; then
  (cd "$home" && tar cf - --exclude=./io/blip2j .) | tar xf - -C "$work/repository"
fi
repository=(-Dmaven.repo.local="$work/repository")

echo "installing into $work/repository"
# A copy is built, so that no target folder of the checkout changes.
mkdir "$work/source" "$work/project"
(cd "$root" && tar cf - --exclude=target --exclude=.git --exclude=tools/golden .) | tar xf - -C "$work/source"
(cd "$work/source" && mvn -q -B -ntp ${MAVEN_ARGS:-} "${repository[@]}" -Dfast -pl blip2 -am install)
(cd "$work/repository" && find io/blip2j -name '*.jar')

cp "$here/pom.xml" "$work/project/"
mkdir -p "$work/project/src/main/java/org/example"
{
  printf 'package org.example;\n\nimport io.blip2j.blip2.*;\nimport io.blip2j.blip2.image.*;\nimport java.nio.file.*;\n\n'
  printf 'public final class App {\n    public static void main(String[] args) throws Exception {\n'
  awk '/^```java$/ { inside = 1; next } inside && /^```$/ { exit } inside' "$root/README.md"
  printf '    }\n}\n'
} >"$work/project/src/main/java/org/example/App.java"
ln -s "$run" "$work/project/quickstart-opt" # what the example calls it
echo "compiling and running the README's example in another project"
(cd "$work/project" && mvn -q -B -ntp ${MAVEN_ARGS:-} "${repository[@]}" compile exec:exec)
