package touch

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// facts are what the text of a folder or file tells.
type facts struct {
	// leads are the folders and files that it names.
	leads []string
	// lost are those of which nothing is there.
	lost []string
	// names are the last parts of paths of data that it may read.
	names map[string]bool
	// open is set if it may read data by names that are not written there.
	open bool
	// any is set if it may lead to any configuration.
	any bool
}

// maxText is up to how many bytes of a file are looked at. What is larger is not written
// by hand; it is a plan, or read by none of the front ends.
const maxText = 8 << 20

// The functions of Terraform that read files, those of one file whose path is written there,
// and calls of modules with their sources: those that are, and those that are made.
var (
	readsFile    = pattern.Of(`\b(?:file|templatefile|fileset)\w*\s*\(`)
	readsLiteral = pattern.Of(`^(?:templatefile|file|filebase64\w*|filemd5|filesha\w*|fileexists)\s*\(\s*"(?:\$\{\s*path\.(?:module|root|cwd)\s*\}/)?[^"$%]*"`)
	moduleBlock  = pattern.Of(`\bmodule"?\s*[":]`)
	sourceOf     = pattern.Of(`\bsource"?\s*[=:]\s*"[^"$%]*"`)
	sourceMade   = pattern.Of(`\bsource"?\s*[=:]\s*(?:[^"\s]|"[^"\n]*[$%]\{)`)
)

// folder looks at the Terraform files of a folder.
func (s *Set) folder(dir string) facts {
	f := facts{names: map[string]bool{}}
	folder, err := s.top.Open(filepath.FromSlash(dir))
	if err != nil {
		f.any = true
		return f
	}
	names, err := folder.Readdirnames(-1)
	_ = folder.Close()
	f.any = err != nil
	for _, name := range names {
		if hasSuffix(strings.ToLower(name), ".tf", ".tofu", ".tf.json", ".tofu.json") {
			s.terraform(dir, name, &f)
		}
	}
	return f
}

func (s *Set) terraform(dir, name string, f *facts) {
	at := path.Join(dir, name)
	if s.throughLink(at, f) {
		return
	}
	text, ok := s.text(at)
	if !ok {
		f.any = true
		return
	}
	reads := all(readsFile(), "file", text)
	for _, m := range reads {
		f.open = f.open || !readsLiteral().MatchString(text[m[0]:])
	}
	if calls := all(moduleBlock(), "module", text); len(calls) > 0 {
		f.any = f.any || sourceMade().MatchString(text) || len(calls) > len(sourceOf().FindAllStringIndex(text, -1))
	}
	for segment := range strings.SplitSeq(text, `"`) {
		if len(segment) > maxPath || strings.Contains(segment, "\n") {
			continue
		}
		segment = strings.TrimSuffix(segment, `\`)
		if segment == "." || segment == ".." || strings.HasPrefix(segment, "./") || strings.HasPrefix(segment, "../") {
			s.lead(dir, segment, f)
		}
		if len(reads) > 0 && segment != "" {
			f.names[path.Base(segment)] = true
		}
	}
}

// all are the places where an expression matches. It looks for a word in it first, which
// is quicker.
func all(e *regexp.Regexp, word, text string) [][]int {
	if !strings.Contains(text, word) {
		return nil
	}
	return e.FindAllStringIndex(text, -1)
}

// throughLink has a symbolic link lead to where it points, which is read in its place.
func (s *Set) throughLink(at string, f *facts) bool {
	target, err := s.top.Readlink(filepath.FromSlash(at))
	if err != nil {
		return false
	}
	to := path.Join(path.Dir(at), filepath.ToSlash(target))
	// The folder that it is in says what it leads to; of links to links all may change.
	if _, err := s.top.Readlink(filepath.FromSlash(to)); err == nil || filepath.IsAbs(target) {
		f.any = true
		return true
	}
	f.leads = append(f.leads, to)
	text, ok := s.text(at)
	f.any = f.any || !ok || moduleBlock().MatchString(text)
	f.open = f.open || readsFile().MatchString(text)
	return true
}

// maxPath is up to how long a quoted text may be a path, in bytes.
const maxPath = 1024

// lead adds a module, or a file. What is not there may have been.
func (s *Set) lead(dir, segment string, f *facts) {
	to := path.Join(dir, segment)
	if to == ".." || strings.HasPrefix(to, "../") {
		return // it is outside, where nothing is read
	}
	_, err := s.top.Stat(filepath.FromSlash(to))
	switch {
	case s.isThroughLink(to):
		f.any = true
	case err != nil:
		f.lost = append(f.lost, to)
	default:
		f.leads = append(f.leads, to)
	}
}

// isThroughLink reports whether a path has a symbolic link in it.
func (s *Set) isThroughLink(at string) bool {
	for ; at != "." && at != "/"; at = path.Dir(at) {
		if _, err := s.top.Readlink(filepath.FromSlash(at)); err == nil {
			return true
		}
	}
	return false
}

// The functions of Bicep that read files, and those of them whose path is written there.
var (
	loads        = pattern.Of(`\bload\w+\s*\(`)
	loadsLiteral = pattern.Of(`^load(?:TextContent|JsonContent|YamlContent|FileAsBase64)\s*\(\s*'[^'$\n]*'`)
)

// file looks at a file of Bicep or JSON.
func (s *Set) file(at string, size int64) facts {
	f := facts{names: map[string]bool{}}
	if !isDeployment(at) {
		return f
	}
	isJSON := hasSuffix(strings.ToLower(at), ".json", ".jsonc")
	if size > maxText && isJSON {
		return f
	}
	text, ok := s.text(at)
	if !ok {
		f.any = true
		return f
	}
	quote := `"`
	if !isJSON {
		quote = `'`
		for _, m := range all(loads(), "load", text) {
			f.open = f.open || !loadsLiteral().MatchString(text[m[0]:])
		}
	}
	for segment := range strings.SplitSeq(text, quote) {
		if len(segment) > maxPath || strings.Contains(segment, "\n") || !strings.Contains(path.Base(segment), ".") {
			continue
		}
		f.names[path.Base(segment)] = true
		to := path.Join(path.Dir(at), segment)
		if !filepath.IsLocal(filepath.FromSlash(to)) || !isDeployment(to) {
			continue
		}
		if info, err := s.top.Stat(filepath.FromSlash(to)); err != nil {
			f.lost = append(f.lost, to)
		} else if info.Mode().IsRegular() {
			f.leads = append(f.leads, to)
		}
	}
	return f
}

// text is what is in a file; ok is not set if it cannot be read, or is too large.
func (s *Set) text(at string) (text string, ok bool) {
	at = filepath.FromSlash(at)
	info, err := s.top.Stat(at)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxText {
		return "", false
	}
	content, err := s.top.ReadFile(at)
	return string(content), err == nil
}
