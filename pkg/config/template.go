package config

import _ "embed"

// Template is the file that appnetlint init writes: all there is to say, as comments.
//
//go:embed template.hcl
var Template string
