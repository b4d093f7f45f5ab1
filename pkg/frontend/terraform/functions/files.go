package functions

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// Files is a folder tree confined to a root: nothing outside of it can be read,
// not through symbolic links either. Names are slash paths within the root, or
// absolute paths as the operating system has them.
type Files interface {
	// ReadFile returns the content of a file. The error is fs.ErrNotExist or
	// ErrOutside, or says what else keeps the file from being read.
	ReadFile(name string) ([]byte, error)
	// Glob returns the files, not folders, that match a pattern below a folder, as
	// slash paths relative to the folder. No such folder means no files.
	Glob(dir, pattern string) ([]string, error)
	// Exists reports whether there is a file of this name; a folder is an error,
	// as it is for Terraform.
	Exists(name string) (bool, error)
}

// Absolute is what Files may offer besides: the absolute path of a name, as a
// slash path. Without it the result of abspath is unknown for relative paths.
type Absolute interface {
	Abs(name string) string
}

// ErrOutside is the error for names that lead out of the root.
var ErrOutside = errors.New("it lies outside the folder that may be read")

// errNotFile and the others say why something below the root is not read.
var (
	errNotFile = errors.New("it is not a regular file")
	errFolder  = errors.New("it is a folder")
)

// resolve returns the name by which Files knows a path of the configuration.
func (o Options) resolve(name string) string {
	if isAbs(name) {
		return name
	}
	return path.Join(o.Dir, slashed(name))
}

// isAbs also knows the absolute paths of Windows, everywhere: a configuration
// means the same on every system.
func isAbs(name string) bool {
	name = slashed(name)
	return path.IsAbs(name) || len(name) > 2 && name[1] == ':' && name[2] == '/'
}

// slashed leaves a backslash alone unless the path begins as one of Windows
// does.
func slashed(name string) string {
	if len(name) > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/') || strings.HasPrefix(name, `\\`) {
		return strings.ReplaceAll(name, `\`, "/")
	}
	return name
}

// why puts an error of Files into a few words.
func why(err error) string {
	var wrapped *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "it does not exist"
	case errors.Is(err, ErrOutside):
		return ErrOutside.Error()
	case errors.Is(err, fs.ErrPermission):
		return "it may not be read"
	case errors.As(err, &wrapped):
		return wrapped.Err.Error()
	}
	return err.Error()
}
