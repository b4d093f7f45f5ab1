package syntax_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      {"EndOfFile||"},
		"a \t1":                 {"Identifier|a|", "blank| \t|", "Integer|1|", "EndOfFile||"},
		"\r\n\n\r x":            {"NewLine|\r\n\n\r|", "blank| |", "Identifier|x|", "EndOfFile||"},
		"\n//a\n":               {"NewLine|\n|", "comment|//a|", "NewLine|\n|", "EndOfFile||"},
		"a/*\n*/b/":             {"Identifier|a|", "comment|/*\n*/|", "Identifier|b|", "Slash|/|", "EndOfFile||"},
		"/*/ */":                {"comment|/*/ */|", "EndOfFile||"},
		"#disable-next-line a ": {"pragma|#disable-next-line a|", "blank| |", "EndOfFile||"},
		"true falsey null":      {"TrueKeyword|true|", "blank| |", "Identifier|falsey|", "blank| |", "NullKeyword|null|", "EndOfFile||"},
		"'a${b}c${d}e'": {
			"StringLeftPiece|'a${|", "Identifier|b|", "StringMiddlePiece|}c${|", "Identifier|d|", "StringRightPiece|}e'|", "EndOfFile||",
		},
		"'${{}}'": {"StringLeftPiece|'${|", "LeftBrace|{|", "RightBrace|}|", "StringRightPiece|}'|", "EndOfFile||"},
		"'${\n":   {"StringLeftPiece|'${|", "StringRightPiece||", "NewLine|\n|", "EndOfFile||"},
		"'${":     {"StringLeftPiece|'${|", "StringRightPiece||", "EndOfFile||"},
		"a.?b...c.d": {
			"Identifier|a|", "Dot|.|", "Question|?|", "Identifier|b|", "Ellipsis|...|", "Identifier|c|", "Dot|.|", "Identifier|d|", "EndOfFile||",
		},
		"..":       {"Dot|.|", "Dot|.|", "EndOfFile||"},
		"!~=!=!":   {"NotEqualsInsensitive|!~|", "Assignment|=|", "NotEquals|!=|", "Exclamation|!|", "EndOfFile||"},
		"====~=>=": {"Equals|==|", "Equals|==|", "Unrecognized|~|", "Arrow|=>|", "Assignment|=|", "EndOfFile||"},
		"=~<=>=<>": {"EqualsInsensitive|=~|", "LessThanOrEqual|<=|", "GreaterThanOrEqual|>=|", "LeftChevron|<|", "RightChevron|>|", "EndOfFile||"},
		"???:::":   {"DoubleQuestion|??|", "Question|?|", "DoubleColon|::|", "Colon|:|", "EndOfFile||"},
		"|||&&&":   {"LogicalOr||||", "Pipe|||", "LogicalAnd|&&|", "Unrecognized|&|", "EndOfFile||"},
		"€ü":       {"Unrecognized|€|", "Unrecognized|ü|", "EndOfFile||"},
		"$$x":      {"Unrecognized|$$|", "Identifier|x|", "EndOfFile||"},
	} {
		var got []string
		f := source.NewFile("a.bicep", []byte(text))
		for _, token := range syntax.Tokens(f) {
			got = append(got, tokenName(token.Kind)+"|"+text[token.Start:token.End]+"|")
		}
		assert.Equal(t, want, got, "%q", text)
	}
}

func tokenName(k syntax.Kind) string {
	switch k {
	case syntax.Blank:
		return "blank"
	case syntax.Comment:
		return "comment"
	case syntax.Directive:
		return "pragma"
	default:
		return kindNames[k]
	}
}
