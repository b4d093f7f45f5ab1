package syntax_test

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// entry is a line of a listing of tokens or nodes: where something stands, counted in
// UTF-16 units from the beginning of its line, and what it is.
type entry struct {
	start, end int
	text       string
}

func (e entry) String() string { return fmt.Sprintf("%d:%d %s", e.start, e.end, e.text) }

var entryPattern = regexp.MustCompile(`^//@\[(\d+):(\d+)\) (.*)$`)

// readListing returns the entries of a listing.
func readListing(content []byte) []entry {
	var list []entry
	for line := range strings.SplitSeq(string(content), "\n") {
		if m := entryPattern.FindStringSubmatch(strings.TrimSuffix(line, "\r")); m != nil {
			start, _ := strconv.Atoi(m[1])
			end, _ := strconv.Atoi(m[2])
			list = append(list, entry{start, end, m[3]})
		}
	}
	return list
}

// lister makes listings of a file.
type lister struct {
	file   *source.File
	tokens []syntax.Token // without blanks and comments
}

func newLister(f *source.File) *lister {
	l := &lister{file: f}
	for _, t := range syntax.Tokens(f) {
		if t.Kind < syntax.Blank {
			l.tokens = append(l.tokens, t)
		}
	}
	return l
}

func (l *lister) text(s syntax.Span) string { return string(l.file.Content[s.Start:s.End]) }

var whitespace = strings.NewReplacer("\r", `\r`, "\n", `\n`, "\t", `\t`)

func (l *lister) entry(s syntax.Span, text string) entry {
	start := l.file.Position(int(s.Start), source.UTF16).Column - 1
	return entry{start, start + len(utf16.Encode([]rune(l.text(s)))), whitespace.Replace(text)}
}

func (l *lister) tokenList() []entry {
	var list []entry
	for _, t := range l.tokens {
		list = append(list, l.entry(t.Span, kindNames[t.Kind]+" |"+l.text(t.Span)+"|"))
	}
	return list
}

// shape is a node as a listing shows it.
type shape struct {
	kind     string
	span     syntax.Span
	children []shape
}

// nodeList lists the tree of a file, tokens included.
func (l *lister) nodeList(f *syntax.File) []entry {
	program := shape{kind: "ProgramSyntax", span: syntax.Span{End: int32(len(l.file.Content))}}
	for _, s := range f.Statements {
		program.children = append(program.children, l.statement(s))
	}
	var list []listed
	l.render(&list, program, "", "")
	sort.SliceStable(list, func(i, j int) bool { return list[i].line < list[j].line })
	entries := make([]entry, len(list))
	for i := range list {
		entries[i] = list[i].entry
	}
	return entries
}

type listed struct {
	entry
	line int
}

func (l *lister) render(list *[]listed, s shape, head, indent string) {
	line := l.file.Position(int(s.span.Start), source.UTF16).Line
	*list = append(*list, listed{l.entry(s.span, head+s.kind), line})
	children := l.withTokens(s)
	for i, child := range children {
		if i == len(children)-1 {
			l.render(list, child, indent+"└─", indent+"  ")
		} else {
			l.render(list, child, indent+"├─", indent+"| ")
		}
	}
}

// withTokens returns the children of a node and the tokens that belong to none of them.
func (l *lister) withTokens(s shape) []shape {
	if strings.HasPrefix(s.kind, "Token") {
		return nil
	}
	var all []shape
	pos, rest := s.span.Start, s.children
	for i := l.tokenAt(s.span.Start); i < len(l.tokens); i++ {
		t := l.tokens[i]
		for len(rest) > 0 && rest[0].span.Start <= t.Start {
			all = append(all, rest[0])
			pos = max(pos, rest[0].span.End)
			rest = rest[1:]
		}
		if t.End > s.span.End || t.Start >= s.span.End && s.kind != "ProgramSyntax" {
			break
		}
		if t.Start >= pos {
			all = append(all, shape{kind: "Token(" + kindNames[t.Kind] + ") |" + l.text(t.Span) + "|", span: t.Span})
		}
	}
	return append(all, rest...)
}

// tokenAt returns the index of the first token at or after an offset.
func (l *lister) tokenAt(offset int32) int {
	return sort.Search(len(l.tokens), func(i int) bool { return l.tokens[i].Start >= offset })
}

// between returns a shape from the token at one offset to the last token before another.
func (l *lister) between(kind string, start, before int32, children ...shape) shape {
	end := l.tokens[l.tokenAt(before)-1].End
	return shape{kind, syntax.Span{Start: start, End: end}, children}
}

// before returns the last token of a kind before an offset.
func (l *lister) before(kind syntax.Kind, offset int32) syntax.Token {
	i := l.tokenAt(offset) - 1
	for l.tokens[i].Kind != kind {
		i--
	}
	return l.tokens[i]
}

func ident(id syntax.Ident) shape { return shape{kind: "IdentifierSyntax", span: id.Span} }

func wrap(kind string, s shape) shape { return shape{kind, s.span, []shape{s}} }

func (l *lister) decorators(list []*syntax.Decorator) []shape {
	var shapes []shape
	for _, d := range list {
		shapes = append(shapes, shape{"DecoratorSyntax", d.Span, []shape{l.expr(d.Expr)}})
	}
	return shapes
}

// empty is what Bicep has where an optional clause is missing.
func (l *lister) empty(after int32) shape {
	start := l.tokens[l.tokenAt(after)].Start
	return shape{kind: "SkippedTriviaSyntax", span: syntax.Span{Start: start, End: start}}
}

var kindNames = map[syntax.Kind]string{
	syntax.EndOfFile: "EndOfFile", syntax.NewLine: "NewLine", syntax.Identifier: "Identifier",
	syntax.Integer: "Integer", syntax.TrueKeyword: "TrueKeyword", syntax.FalseKeyword: "FalseKeyword",
	syntax.NullKeyword: "NullKeyword", syntax.StringComplete: "StringComplete",
	syntax.StringLeft: "StringLeftPiece", syntax.StringMiddle: "StringMiddlePiece",
	syntax.StringRight: "StringRightPiece", syntax.At: "At",
	syntax.LeftBrace: "LeftBrace", syntax.RightBrace: "RightBrace", syntax.LeftParen: "LeftParen",
	syntax.RightParen: "RightParen", syntax.LeftSquare: "LeftSquare", syntax.RightSquare: "RightSquare",
	syntax.Comma: "Comma", syntax.Dot: "Dot", syntax.Ellipsis: "Ellipsis", syntax.Question: "Question",
	syntax.DoubleQuestion: "DoubleQuestion", syntax.Colon: "Colon", syntax.DoubleColon: "DoubleColon",
	syntax.Semicolon: "Semicolon", syntax.Assignment: "Assignment", syntax.Arrow: "Arrow",
	syntax.Plus: "Plus", syntax.Minus: "Minus", syntax.Asterisk: "Asterisk", syntax.Slash: "Slash",
	syntax.Percent: "Modulo", syntax.Hat: "Hat", syntax.Exclamation: "Exclamation",
	syntax.LeftChevron: "LeftChevron", syntax.RightChevron: "RightChevron",
	syntax.LessThanOrEqual: "LessThanOrEqual", syntax.GreaterThanOrEqual: "GreaterThanOrEqual",
	syntax.EqualEqual: "Equals", syntax.EqualTilde: "EqualsInsensitive",
	syntax.ExclamationEqual: "NotEquals", syntax.ExclamationTilde: "NotEqualsInsensitive",
	syntax.DoubleAmpersand: "LogicalAnd", syntax.DoublePipe: "LogicalOr", syntax.Pipe: "Pipe",
	syntax.Unrecognized: "Unrecognized",
}
