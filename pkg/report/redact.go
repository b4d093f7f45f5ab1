package report

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// blotted is what is printed in the place of a secret.
const blotted = "(sensitive)"

// minSecretLine is the length from which one line of a secret of several lines
// is blotted out by itself: shorter ones, such as "{", are no secret.
const minSecretLine = 8

// blots finds secrets in files, so that no quoted line shows one, not even if
// only a part of it is quoted.
type blots struct {
	needles []string
	private map[*source.File][]span
	files   map[*source.File][]span
}

// span is a half-open range of bytes.
type span struct{ start, end int }

func newBlots(secrets []string, private []source.Range) *blots {
	// A value of several lines, or with quotes in it, is not written in source
	// as it is read.
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
	var needles []string
	for _, s := range secrets {
		if len(s) < lint.MinSecret {
			continue
		}
		needles = append(needles, s, escape.Replace(s))
		if strings.Contains(s, "\n") {
			for line := range strings.Lines(s) {
				if line = strings.TrimSpace(line); len(line) >= minSecretLine {
					needles = append(needles, line)
				}
			}
		}
	}
	slices.Sort(needles)
	places := map[*source.File][]span{}
	for _, r := range private {
		places[r.File] = append(places[r.File], span{r.Start, r.End})
	}
	return &blots{slices.Compact(needles), places, map[*source.File][]span{}}
}

// in returns where a file has secrets: in order, and none touching the next.
func (b *blots) in(f *source.File) []span {
	if found, ok := b.files[f]; ok {
		return found
	}
	content := string(f.Content)
	all := slices.Clone(b.private[f])
	for _, r := range f.SecretTexts() {
		all = append(all, span{r.Start, r.End})
	}
	for _, needle := range b.needles {
		for from := 0; ; {
			i := strings.Index(content[from:], needle)
			if i < 0 {
				break
			}
			if at := from + i; !lint.IsWord(needle) || lint.StandsAlone(content, at, at+len(needle)) {
				all = append(all, span{at, at + len(needle)})
			}
			from += i + 1
		}
	}
	slices.SortFunc(all, func(x, y span) int { return cmp.Compare(x.start, y.start) })
	var merged []span
	for _, s := range all {
		if last := len(merged) - 1; last >= 0 && s.start <= merged[last].end {
			merged[last].end = max(merged[last].end, s.end)
			continue
		}
		merged = append(merged, s)
	}
	b.files[f] = merged
	return merged
}

// from returns the secrets of a file that end after an offset.
func (b *blots) from(f *source.File, offset int) []span {
	all := b.in(f)
	return all[sort.Search(len(all), func(i int) bool { return all[i].end > offset }):]
}

// text returns a part of a file without its secrets.
func (b *blots) text(f *source.File, start, end int) string {
	var out strings.Builder
	for _, s := range b.from(f, start) {
		if s.start >= end {
			break
		}
		out.Write(f.Content[start:max(s.start, start)])
		out.WriteString(blotted)
		start = min(s.end, end)
	}
	out.Write(f.Content[start:end])
	return out.String()
}

// sameLines returns a file without its secrets, in which what is left is on the same lines.
func (b *blots) sameLines(f *source.File) []byte {
	secrets := b.in(f)
	if len(secrets) == 0 {
		return f.Content
	}
	var out bytes.Buffer
	at := 0
	for _, s := range secrets {
		out.Write(f.Content[at:s.start])
		out.WriteString(blotted)
		out.Write(bytes.Repeat([]byte("\n"), bytes.Count(f.Content[s.start:s.end], []byte("\n"))))
		at = s.end
	}
	out.Write(f.Content[at:])
	return out.Bytes()
}

// texts returns what stands between quotes in the lines of a range, whatever language it is
// written in; of lines that begin or end within a text, all from there on. In JSON, words
// without quotes are texts whose quotes were forgotten.
func texts(at source.Range) []source.Range {
	f := at.File
	start, end := at.Start, min(max(at.End, at.Start), len(f.Content))
	for start > 0 && f.Content[start-1] != '\n' {
		start--
	}
	for end < len(f.Content) && f.Content[end] != '\n' {
		end++
	}
	var out []source.Range
	var quote byte
	words := strings.HasSuffix(f.Path, ".json")
	from := start
	for i := start; i < end; i++ {
		switch c := f.Content[i]; {
		case quote == 0 && (c == '"' || c == '\''):
			quote, from = c, i+1
		case quote == 0 && words && isWord(c):
			from = i
			for i+1 < end && isWord(f.Content[i+1]) {
				i++
			}
			if word := string(f.Content[from : i+1]); word != "true" && word != "false" && word != "null" {
				out = append(out, source.Range{File: f, Start: from, End: i + 1})
			}
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			out = append(out, source.Range{File: f, Start: from, End: i})
			quote = 0
		}
	}
	if quote != 0 {
		out = append(out, source.Range{File: f, Start: from, End: end})
	}
	return slices.DeleteFunc(out, func(r source.Range) bool {
		return r.Start >= r.End || isPlace(string(f.Content[r.Start:r.End]))
	})
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// isPlace reports whether a text can only be the path of a module or a type of resources,
// which errors are about more often than about anything else.
func isPlace(text string) bool {
	for _, prefix := range []string{"./", "../", "br:", "br/", "ts:", "ts/", "Microsoft."} {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			return !strings.ContainsAny(rest, ";=")
		}
	}
	return false
}
