package git

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // the object ids of git
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Kind is what a commit holds at a path.
type Kind uint8

// The kinds.
const (
	Regular Kind = iota
	Link
	Submodule
)

// File is what a commit holds at a path.
type File struct {
	// Path begins at the folder of the working tree, with slashes. It need not be UTF-8.
	Path string
	Kind Kind
	// Size is in bytes, as it is stored; of a link, that of its target.
	Size int64

	object string
}

// Files returns what a commit holds.
func (r *Repository) Files(ctx context.Context, commit string) ([]File, error) {
	out, err := r.run(ctx, "ls-tree", "-r", "-z", "--long", "--full-tree", "--end-of-options", commit)
	if err != nil {
		if ctx.Err() == nil && r.isPartial(ctx) {
			return nil, fmt.Errorf("this is a partial clone (--filter), which has not all contents of %.10s; clone the repository without a filter", commit)
		}
		return nil, err
	}
	var files []File
	for entry := range bytes.SplitSeq(out, []byte{0}) {
		if len(entry) == 0 {
			continue
		}
		f, err := parseEntry(string(entry))
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// parseEntry reads mode, type, object, size, and after a tab the path.
func parseEntry(entry string) (File, error) {
	head, name, ok := strings.Cut(entry, "\t")
	fields := strings.Fields(head)
	if !ok || len(fields) != 4 {
		return File{}, errors.New("git ls-tree: its output is not understood")
	}
	f := File{Path: name, object: fields[2]}
	switch fields[0] {
	case "160000":
		f.Kind = Submodule
		return f, nil
	case "120000":
		f.Kind = Link
	}
	size, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		return File{}, fmt.Errorf("git ls-tree: what %q holds is missing in the repository", name)
	}
	f.Size = size
	return f, nil
}

// isPartial reports whether the repository was cloned without some of its contents.
func (r *Repository) isPartial(ctx context.Context) bool {
	_, err := r.run(ctx, "config", "--get-regexp", `^(extensions\.partialclone|remote\..*\.promisor)$`)
	return err == nil
}

// Changed returns the paths of the files that differ from those of a commit: committed
// since, staged or not, new ones that are not ignored, and deleted ones. A file that is
// renamed counts as two; a submodule at another commit counts as one. Of files that are
// text, other ends of lines are no difference. present are the files and links that are
// there now and not ignored.
func (r *Repository) Changed(ctx context.Context, then []File) (changed []string, present map[string]bool, err error) {
	now, err := r.listed(ctx)
	if err != nil {
		return nil, nil, err
	}
	before := make(map[string]File, len(then))
	for _, f := range then {
		before[f.Path] = f
	}
	present = map[string]bool{}
	for name, left := range now {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		info, err := os.Lstat(r.full(name))
		switch {
		case err != nil && left: // a sparse checkout has not this one
			delete(before, name)
			continue
		case err != nil, !info.Mode().IsRegular() && info.Mode().Type() != fs.ModeSymlink:
			continue // deleted, though the index has it, or no file
		}
		present[name] = true
		if f, was := before[name]; !was || !r.same(f, info) {
			changed = append(changed, name)
		}
	}
	submodules, err := r.submodules(ctx, then)
	if err != nil {
		return nil, nil, err
	}
	for name, f := range before {
		if f.Kind == Submodule && submodules[name] != f.object || f.Kind != Submodule && !present[name] {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed), present, nil
}

// listed are the files that git knows or would add. Those are true that it is told to leave
// out of the working tree.
func (r *Repository) listed(ctx context.Context) (map[string]bool, error) {
	out, err := r.run(ctx, "ls-files", "-z", "-t", "--full-name", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	files := map[string]bool{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		if tag, name, ok := strings.Cut(entry, " "); ok {
			files[name] = tag == "S"
		}
	}
	return files, nil
}

// submodules are the commits of submodules now, if there was or is any.
func (r *Repository) submodules(ctx context.Context, then []File) (map[string]string, error) {
	if !slices.ContainsFunc(then, func(f File) bool { return f.Kind == Submodule }) {
		return nil, nil
	}
	out, err := r.run(ctx, "ls-files", "-z", "--stage", "--full-name")
	if err != nil {
		return nil, err
	}
	commits := map[string]string{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		head, name, _ := strings.Cut(entry, "\t") // mode, object, stage
		if fields := strings.Fields(head); len(fields) == 3 && fields[0] == "160000" {
			commits[name] = fields[1]
		}
	}
	return commits, nil
}

func (r *Repository) full(name string) string { return filepath.Join(r.top, filepath.FromSlash(name)) }

// maxText is the size in bytes up to which a file is compared but for its ends of lines.
const maxText = 8 << 20

// same reports whether what is in the working tree is what is stored.
func (r *Repository) same(f File, info fs.FileInfo) bool {
	if isLink := info.Mode().Type() == fs.ModeSymlink; isLink || f.Kind != Regular {
		target, err := os.Readlink(r.full(f.Path))
		return isLink && f.Kind == Link && err == nil && f.is([]byte(filepath.ToSlash(target)))
	}
	if info.Size() > f.Size && info.Size() <= maxText { // git may have written CRLF for LF
		content, err := os.ReadFile(r.full(f.Path))
		return err == nil && f.is(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
	}
	if info.Size() != f.Size {
		return false
	}
	in, err := os.Open(r.full(f.Path))
	if err != nil {
		return false
	}
	defer in.Close() //nolint:errcheck // nothing was written
	h := f.hash()
	if n, err := io.Copy(h, io.LimitReader(in, f.Size+1)); err != nil || n != f.Size {
		return false
	}
	return hex.EncodeToString(h.Sum(nil)) == f.object
}

// is reports whether content is what is stored.
func (f File) is(content []byte) bool {
	if int64(len(content)) != f.Size {
		return false
	}
	h := f.hash()
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil)) == f.object
}

// hash begins the object id of the file.
func (f File) hash() hash.Hash {
	h := sha1.New() //nolint:gosec // the object ids of git
	if len(f.object) == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", f.Size)
	return h
}

// pointer begins a file that stands for one in Git LFS. Such files are small.
//
// Source: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const (
	pointer    = "version https://git-lfs.github.com/spec/"
	maxPointer = 1024
)

// Export writes files of a commit into a folder, as they are stored, and links that lead to
// somewhere in it. Submodules are left out, and so are files that only stand for one in Git
// LFS, whose paths it returns.
func (r *Repository) Export(ctx context.Context, files []File, folder string) (pointers []string, err error) {
	files = slices.DeleteFunc(slices.Clone(files), func(f File) bool { return f.Kind == Submodule })
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // nothing is buffered
	cmd := r.command(ctx, "cat-file", "--batch", "--buffer")
	var wanted strings.Builder
	for _, f := range files {
		wanted.WriteString(f.object + "\n")
	}
	cmd.Stdin = strings.NewReader(wanted.String())
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	e := exporter{root: root, in: bufio.NewReaderSize(out, 1<<16)}
	for _, f := range files {
		if err = e.export(f); err != nil {
			break
		}
	}
	_ = out.Close() // ends git where something failed
	if ended := cmd.Wait(); err == nil && ended != nil {
		err = fmt.Errorf("git cat-file: %w", ended)
	}
	e.link()
	return e.pointers, err
}

// exporter writes what git cat-file --batch prints.
type exporter struct {
	root     *os.Root
	in       *bufio.Reader
	links    []link
	pointers []string
}

// link is a symbolic link, and where it leads to.
type link struct{ at, to string }

// export writes one file: a line with object, type and size, and then what is in it.
func (e *exporter) export(f File) error {
	head, err := e.in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(head)
	if len(fields) != 3 || fields[1] != "blob" || fields[2] != strconv.FormatInt(f.Size, 10) {
		return fmt.Errorf("git cat-file: %q is not there as git ls-tree lists it", f.Path)
	}
	content := io.LimitReader(e.in, f.Size)
	if err := e.write(f, content); err != nil {
		return err
	}
	if _, err = io.Copy(io.Discard, content); err == nil {
		_, err = e.in.Discard(1) // a line feed
	}
	return err
}

func (e *exporter) write(f File, content io.Reader) error {
	local := filepath.FromSlash(path.Clean(f.Path))
	if !filepath.IsLocal(local) || local == "." {
		return fmt.Errorf("%q is no path within the repository", f.Path)
	}
	if f.Kind == Link {
		target, err := io.ReadAll(io.LimitReader(content, maxPointer))
		e.links = append(e.links, link{local, string(target)})
		return err
	}
	if f.Size <= maxPointer {
		if start, err := e.in.Peek(len(pointer)); err == nil && int64(len(pointer)) <= f.Size && string(start) == pointer {
			e.pointers = append(e.pointers, f.Path)
			return nil
		}
	}
	if err := e.root.MkdirAll(filepath.Dir(local), 0o700); err != nil {
		return err
	}
	out, err := e.root.OpenFile(local, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(out, content)
	if err == nil && n != f.Size {
		err = io.ErrUnexpectedEOF
	}
	return errors.Join(err, out.Close())
}

// link makes the links after all files, so that no file is written through one. Those that
// lead out of the folder are left out, and so are all where the system allows none.
func (e *exporter) link() {
	for _, l := range e.links {
		to := filepath.FromSlash(l.to)
		if filepath.IsAbs(to) || !filepath.IsLocal(filepath.Join(filepath.Dir(l.at), to)) {
			continue
		}
		if e.root.MkdirAll(filepath.Dir(l.at), 0o700) == nil {
			_ = e.root.Symlink(to, l.at)
		}
	}
	for _, l := range e.links { // over another link one may lead out all the same
		if _, err := e.root.Stat(l.at); err != nil {
			_ = e.root.Remove(l.at)
		}
	}
}
