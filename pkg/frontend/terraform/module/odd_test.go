package module

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// oddTexts are right, and say where a scanner could go astray.
var oddTexts = map[string]string{
	"brackets in strings":     "a \"b\" {\n  x = \"}\"\n  y = \"{ [ (\"\n}\nc {}\n",
	"brackets in comments":    "a {\n  # }\n  // {\n  /* } */\n  x = 1 /* { */\n}\nc {}\n",
	"quotes in comments":      "# it's \"\na {\n  # \"\n}\n/* \" */\nb {}\n",
	"templates":               "a {\n  x = \"${f(\"}\")} ${\"${\"a}\"}\"} %{if a}}%{endif}\"\n}\nb {}\n",
	"trimmed templates":       "a {\n  x = \"${~ a ~}}\"\n  y = \"%{~ if a ~}}%{~ endif ~}\"\n}\nb {}\n",
	"escaped templates":       "a {\n  x = \"$${}\"\n  y = \"%%{\"\n  z = \"$$\"\n  w = \"100%\"\n}\nb {}\n",
	"escapes":                 "a {\n  x = \"\\\"}\\\\\"\n  y = \"\\u007d\"\n}\nb {}\n",
	"dollar and quote":        "a {\n  x = \"^a$\"\n  y = \"a%\"\n  z = \"$\\\"\"\n}\nb {}\n",
	"heredoc":                 "a {\n  x = <<EOT\n}\n\"\n  EOT2\n EOT \n}\nb {}\n",
	"flush heredoc":           "a {\n  x = <<-E-1\n    }\n    E-1\n  y = 1\n}\nb {}\n",
	"heredoc with templates":  "a {\n  x = <<E\n${f(<<F\n}\nF\n)} E\n%{ if a }E\n%{ endif }\n$${ }\nE\n}\nb {}\n",
	"heredoc and other lines": "a {\n  x = [<<E\n}\nE\n  , 1]\n}\nb {}\n",
	"heredoc with signs":      "a {\n  x = <<E\n$Exy\n100% {\nE\n}\nb {}\n",
	"less than":               "a {\n  x = 1 < 2\n  y = 1 <= 2\n}\nb {}\n",
	"division":                "a {\n  x = 1 / 2 // }\n}\nb {}\n",
	"windows":                 "a {\r\n  x = <<E\r\n}\r\nE\r\n  # }\r\n}\r\nb {}\r\n",
	"one line":                "variable \"a\" { default = 1 }\nvariable \"b\" {}\nmoved {}\n",
	"names":                   "a-b_1 c \"d\" {\n  for = 1\n}\n",
	"no newline at the end":   "a {}\nb {}",
	"letters":                 "a {\n  x = \"\u00e4\u20ac\U0001f600\"\n}\n# \u00e4\nb {}\n",
	"variables": `variable "a" {
  type = map(object({
    a = string, b = optional(number, 5) # c
    c = optional(list(object({ x = bool })), [])
    d = optional(object({ y = optional(string, "z\n\\") }), { y = "q" })
    e = tuple([string, list(any), object({ o = optional(bool, true) })])
    f = optional(list(string), ["a", "b",
    ])
    g = optional(any), h = optional(set(number), [1, -2])
    i = optional(string, null)
  }))
  default     = {} # comment
  description = <<-EOT
    }
  EOT
  nullable    = false
  validation {
    condition     = var.a == "}"
    error_message = "no"
  }
  sensitive = true
}
variable "b" {
  type    = string
  default = "x"
}
variable c {
  type    = list(number)
  default = [1, 2]
}
variable "d" {
  default = -5
  ephemeral = true
}
variable "e" {
  description = "${1}"
  type        = string
  default     = null
}
variable "f" {
  type = "string"
  default = "a" == "b"
}
variable "g" { type = object({}) }
variable "h" {
  type = object({
  })
  default = { a = 1 }
}
`,
	"unused": "moved {\n  from = a.b\n  to   = a.c[\"}\"]\n}\ncheck \"x\" {\n  data \"a\" \"b\" {\n  }\n  assert {\n    condition = true\n  }\n}\nimport {\n  to = a\n}\nterraform {\n  backend \"x\" {\n    a = 1\n  }\n  cloud {}\n}\n",
	"output": "output \"a\" {\n  value = \"${a}\"\n  description = \"d\"\n  precondition {\n    condition = x\n  }\n}\n",
}

func TestOddTexts(t *testing.T) {
	for name, text := range oddTexts {
		t.Run(name, func(t *testing.T) {
			assert.NotNil(t, wholly(text), "the text is right")
			assert.True(t, compareWays(t, text), "it is parsed in pieces")
		})
	}
}

// Texts that are wrong or rare are left to hclsyntax as a whole.
func TestParsedAsAWhole(t *testing.T) {
	for name, text := range map[string]string{
		"an argument":         "a = 1\n",
		"no end":              "a {\n",
		"no beginning":        "a {}\n}\n",
		"other bracket":       "a {\n  x = (]\n}\n",
		"open string":         "a {\n  x = \"\n}\n",
		"open template":       "a {\n  x = \"${\"\n}\n",
		"open heredoc":        "a {\n  x = <<E\n}\n",
		"open comment":        "a {}\n/* \n",
		"two on a line":       "a {} b {}\n",
		"a comma":             "a {},\n",
		"no marker":           "a {\n  x = << E\n}\n",
		"slash":               "a {}\n/\n",
		"return":              "a {\r  x = 1\n}\n",
		"control":             "a {\x00}\n",
		"no UTF-8":            "a {\n  x = \"\xff\"\n}\n",
		"other letters":       "\u00e4 {\n  x = 1\n}\n",
		"same argument twice": "variable \"a\" {\n  description = \"x\"\n  description = \"y\"\n}\n",
		"same type twice":     "variable \"a\" {\n  type = string\n  type = string\n}\n",
		"no value":            "variable \"a\" {\n  description =\n}\n",
		"wrong escape":        "variable \"a\" {\n  description = \"\\q\"\n}\n",
		"wrong expression":    "a {\n  x = 1 1\n}\n",
		"no argument":         "variable \"a\" {\n  validation {\n    condition\n  }\n}\n",
		"a word":              "variable \"a\" {\n  x\n}\n",
		"text behind text":    "variable \"a\" {\n  description = \"a\" \"b\"\n}\n",
	} {
		t.Run(name, func(t *testing.T) { assert.Nil(t, inPieces(text)) })
	}
}

// FuzzPieces compares both ways for any text.
func FuzzPieces(f *testing.F) {
	for _, text := range oddTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { compareWays(t, text) })
}
