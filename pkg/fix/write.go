package fix

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// orderMark is the byte order mark, which files are kept without.
var orderMark = []byte("\xef\xbb\xbf")

// Write writes changes to disk, each file whole or not at all: to a file beside it,
// which then takes its place. Links are followed and stay; modes are kept. A file
// that is no longer what was read is left, with an error.
func (f *Fixer) Write(changes []Change) error {
	var errs []error
	for i := range changes {
		if err := f.files.write(&changes[i]); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", changes[i].File.Path, err))
		}
	}
	return errors.Join(errs...)
}

var errChanged = errors.New("the file has changed since it was read, and is left as it is")

func (f *files) write(c *Change) (err error) {
	path, err := f.path(c.File.Path)
	if err != nil {
		return err
	}
	if !f.inside(path) {
		return errors.New("the file is outside of the repository, and is left as it is")
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("this is no regular file, and is left as it is")
	}
	now, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	after := c.After
	if rest, marked := bytes.CutPrefix(now, orderMark); marked {
		now, after = rest, append(bytes.Clone(orderMark), after...)
	}
	if !bytes.Equal(now, c.File.Content) {
		return errChanged
	}
	return replaceFile(path, after, info.Mode().Perm())
}

func replaceFile(path string, content []byte, mode os.FileMode) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".appnetlint-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
		}
	}()
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Chmod(mode), temporary.Sync(), temporary.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
