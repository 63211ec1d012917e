# Reads surefire's XML reports: a line per module's suite, the tests that were not run and why, the failed ones, the sum.
# Exits 1 when a test failed or none ran.

function attribute(line, name,    at, rest) {
    at = index(line, " " name "=\"")
    if (!at) return ""
    rest = substr(line, at + length(name) + 3)
    return substr(rest, 1, index(rest, "\"") - 1)
}

function plain(text) {
    gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
    gsub(/&#10;.*/, "", text); gsub(/&amp;/, "\\&", text)
    return text
}

# The opening tag may go over several lines.
/<testsuite / { suite = $0; while (suite !~ />/ && (getline line) > 0) suite = suite " " line
    module = FILENAME; sub(/^\.\//, "", module); sub(/\/target\/.*/, "", module)
    ran = attribute(suite, "tests") + 0
    bad = attribute(suite, "failures") + attribute(suite, "errors")
    left = attribute(suite, "skipped") + 0
    if (!(module in tests)) order[++modules] = module
    tests[module] += ran; failures[module] += bad; skips[module] += left; seconds[module] += attribute(suite, "time")
    passed += ran - bad - left; failed += bad; skipped += left
}

/<testcase / { test = name "." attribute($0, "name") }

/<skipped/ { reason = plain(attribute($0, "message"))
    notRun = notRun "  " plain(test) ": " (reason == "" ? "no reason given" : reason) "\n" }

/<failure|<error / { broken = broken "  " plain(test) ": " plain(attribute($0, "message")) "\n" }

END {
    for (i = 1; i <= modules; i++) {
        module = order[i]
        printf "%-14s %5d tests %4d failed %4d skipped %8.1f s\n", module, tests[module], failures[module], skips[module], seconds[module]
    }
    if (notRun != "") printf "\nnot run:\n%s", notRun
    if (broken != "") printf "\nfailed:\n%s", broken
    printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed == 0
}
