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

// File is a file that a commit holds.
type File struct {
	// Path begins at the folder of the working tree, with slashes.
	Path string
	// Size is in bytes, as it is stored.
	Size int64

	object string
}

// Files returns the regular files of a commit. Symbolic links and submodules are left out.
func (r *Repository) Files(ctx context.Context, commit string) ([]File, error) {
	out, err := r.run(ctx, "ls-tree", "-r", "-z", "--long", "--full-tree", "--end-of-options", commit)
	if err != nil {
		return nil, err
	}
	var files []File
	for entry := range bytes.SplitSeq(out, []byte{0}) {
		if len(entry) == 0 {
			continue
		}
		head, name, ok := strings.Cut(string(entry), "\t")
		fields := strings.Fields(head) // mode, type, object, size
		if !ok || len(fields) != 4 {
			return nil, errors.New("git ls-tree: its output is not understood")
		}
		if !strings.HasPrefix(fields[0], "100") {
			continue
		}
		size, err := strconv.ParseInt(fields[3], 10, 64)
		if err != nil {
			continue // a blob that is not there: of a clone without blobs
		}
		files = append(files, File{Path: name, Size: size, object: fields[2]})
	}
	return files, nil
}

// Changed returns the paths of the files that differ from those of a commit: committed
// since, staged or not, new ones that are not ignored, and deleted ones. A file that is
// renamed counts as two. present are the files that are there now and not ignored.
func (r *Repository) Changed(ctx context.Context, then []File) (changed []string, present map[string]bool, err error) {
	out, err := r.run(ctx, "ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, nil, err
	}
	before := make(map[string]File, len(then))
	for _, f := range then {
		before[f.Path] = f
	}
	present = map[string]bool{}
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name == "" || present[name] {
			continue
		}
		info, err := os.Lstat(r.full(name))
		if err != nil || !info.Mode().IsRegular() {
			continue // deleted, though the index has it
		}
		present[name] = true
		if f, was := before[name]; !was || f.Size != info.Size() || !r.same(f) {
			changed = append(changed, name)
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
	}
	for _, f := range then {
		if !present[f.Path] {
			changed = append(changed, f.Path)
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed), present, nil
}

func (r *Repository) full(name string) string { return filepath.Join(r.top, filepath.FromSlash(name)) }

// same reports whether the file in the working tree is, byte by byte, what is stored.
func (r *Repository) same(f File) bool {
	in, err := os.Open(r.full(f.Path))
	if err != nil {
		return false
	}
	defer in.Close() //nolint:errcheck // nothing was written
	h := f.hash()
	fmt.Fprintf(h, "blob %d\x00", f.Size)
	if n, err := io.Copy(h, io.LimitReader(in, f.Size+1)); err != nil || n != f.Size {
		return false
	}
	return hex.EncodeToString(h.Sum(nil)) == f.object
}

// hash is what the object id of the file is made with.
func (f File) hash() hash.Hash {
	if len(f.object) == 2*sha256.Size {
		return sha256.New()
	}
	return sha1.New() //nolint:gosec // the object ids of git
}

// Export writes files of a commit into a folder, as they are stored.
func (r *Repository) Export(ctx context.Context, files []File, folder string) (err error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
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
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	in := bufio.NewReaderSize(out, 1<<16)
	for _, f := range files {
		if err = export(root, f, in); err != nil {
			break
		}
	}
	_ = out.Close() // ends git where something failed
	if ended := cmd.Wait(); err == nil && ended != nil {
		err = fmt.Errorf("git cat-file: %w", ended)
	}
	return err
}

// export writes one file: a line with object, type and size, and then what is in it.
func export(root *os.Root, f File, in *bufio.Reader) error {
	head, err := in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(head)
	if len(fields) != 3 || fields[1] != "blob" || fields[2] != strconv.FormatInt(f.Size, 10) {
		return fmt.Errorf("git cat-file: %s is not there as git ls-tree lists it", f.Path)
	}
	local := path.Clean(f.Path)
	if !fs.ValidPath(local) || local == "." {
		return fmt.Errorf("%q is no path within the repository", f.Path)
	}
	if err := root.MkdirAll(filepath.FromSlash(path.Dir(local)), 0o700); err != nil {
		return err
	}
	out, err := root.OpenFile(filepath.FromSlash(local), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyN(out, in, f.Size)
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	_, err = in.Discard(1) // a line feed
	return err
}
