# What appnetlint looks at in this repository, what it lets pass and why.
# All of it: https://github.com/appnetlint/appnetlint/blob/main/docs/configuration.md
# Flags of the command line go over what is written here.

# From which level findings fail the run: error, warning or note.
# minimum_failure_severity = "warning"

# How findings are printed; one format to standard output, others to files.
# formats = ["text", "sarif=appnetlint.sarif"]

# What is not linted. Paths begin at the folder of this file.
# exclude = ["examples/**"]

# Findings that were there before; "appnetlint baseline" writes the file.
# baseline = ".appnetlint-baseline.json"

# Which rules run: these and no others, or only those with enabled = true below.
# only                = ["access-rules-default-allow-no-effect"]
# disabled_by_default = true

# One rule. "appnetlint rules" lists them all.
# rule "min-tls-version" {
#   enabled  = true
#   severity = "error"
#   paths    = ["live/**"]
#   exclude  = ["live/sandbox/**"]
# }

# What is let pass, and why. After its date it is reported again.
# ignore {
#   rules     = ["scm-site-unrestricted"]
#   addresses = ["module.legacy.*"]
#   reason    = "deployed from a pipeline without fixed addresses"
#   until     = "2027-06-30"
# }

# A rule of your own. "appnetlint explain model" lists what can be asked.
# policy "app-in-europe" {
#   for      = app
#   assert   = contains(["westeurope", "northeurope"], app.location)
#   message  = "App \"${app.name}\" is in ${app.location}, and our data stays in Europe. Move it to westeurope or northeurope."
#   severity = "error"
# }
