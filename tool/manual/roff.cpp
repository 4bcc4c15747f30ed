#include "manual/roff.hpp"

#include "base/letters.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

namespace pgmend::manual {

std::string escaped(std::string_view text, bool at_start) {
    std::string roff;
    for (const char c : text) {
        if (at_start && (c == '.' || c == '\''))
            roff += "\\&";
        if (c == '\\')
            roff += "\\e";
        else if (c == '-')
            roff += "\\-"; // an unescaped one may be shown as a hyphen, which cannot be copied into a shell
        else if (c == '\'')
            roff += "\\(aq";
        else if (c == '`')
            roff += "\\(ga";
        else if (c == '^')
            roff += "\\(ha";
        else if (c == '~')
            roff += "\\(ti";
        else
            roff += c;
        at_start = c == '\n';
    }
    return roff;
}

std::string verbatim(std::string_view lines) {
    while (lines.ends_with('\n'))
        lines.remove_suffix(1);
    return fmt::format(".PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n", escaped(lines));
}

std::string entry(const std::string& term, const std::string& meaning) {
    return fmt::format(".TP\n{}\n{}\n", term, meaning.empty() ? "\\&" : meaning);
}

std::string bold(const std::string& roff) {
    return "\\fB" + roff + "\\fR";
}

std::string page_head(const std::string& name, int section, const std::string& summary) {
    return fmt::format(
        "'\\\" t\n"
        ".\\\" -*- coding: UTF-8 -*-  Generated from the definition of the command line and docs/.\n"
        ".TH {} {} \"\" \"pgmend {}\" \"pgmend\"\n"
        ".nh\n"
        ".ad l\n"
        ".SH NAME\n"
        "{} \\- {}\n",
        escaped(upper(name)), section, version(), escaped(name), escaped(summary));
}

} // namespace pgmend::manual
