# Finds a JDK 25 and exports JAVA_HOME and PATH for it. Sourced by the other scripts, from bash.

rtk_is_jdk25() {
    [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        grep -q '^JAVA_VERSION="25[".]' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | grep -q '^javac 25'
    fi
}

rtk_find_jdk() {
    local place java
    if java=$(command -v javac 2>/dev/null); then
        java=$(readlink -f "$java" 2>/dev/null || echo "$java")
        java=${java%/bin/javac}
    fi
    for place in "${JAVA_HOME:-}" "$java" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/* /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$place" ] && rtk_is_jdk25 "$place"; then
            JAVA_HOME=$place
            PATH=$place/bin:$PATH
            export JAVA_HOME PATH
            return 0
        fi
    done
    echo "rtk: no JDK 25 found; install one (for example Temurin 25 from https://adoptium.net, or 'sdk install java 25-tem') or set JAVA_HOME" >&2
    return 1
}

rtk_find_mvn() {
    if ! command -v mvn >/dev/null 2>&1; then
        echo "rtk: Maven (mvn) not found; install it (Debian: apt-get install maven, macOS: brew install maven, or https://maven.apache.org)" >&2
        return 1
    fi
    # Maven's own libraries make a JDK 25 warn about what they use; that is not the reader's concern.
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
    export MAVEN_OPTS
}

rtk_find_jdk
