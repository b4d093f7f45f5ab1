package plan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// tools can print a binary plan as JSON.
var tools = []string{"terraform", "tofu"}

// advice is what to do about a binary plan that cannot be shown here.
const advice = `Run "terraform show -json" (or "tofu show -json") on it where it was made and read the output instead.`

// readBinary reads a binary plan through the tool that made it. Only that tool
// can read the format, and it needs the providers that are installed in its
// working directory.
func readBinary(ctx context.Context, name string, text *textReader, opts Options) (*iac.Root, error) {
	refuse := func(format string, args ...any) error {
		return &source.Error{Path: name, Message: fmt.Sprintf(format, args...) + " " + advice}
	}
	if !isBinaryPlan(text.head) {
		return nil, &source.Error{Path: name, Message: "The file is an archive, but no Terraform plan."}
	}
	file, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return nil, refuse("The file is a binary plan whose path cannot be told: %s.", err)
	}
	dir := opts.Dir
	if dir == "" {
		dir = filepath.Dir(file)
	}
	var failures []string
	for _, tool := range tools {
		program, err := exec.LookPath(tool)
		if err != nil {
			continue
		}
		root, err := show(ctx, program, file, dir, name, opts)
		if err == nil || ctx.Err() != nil {
			return root, err
		}
		failures = append(failures, fmt.Sprintf("%s could not show it: %s", tool, strings.TrimSuffix(err.Error(), ".")))
	}
	if len(failures) == 0 {
		return nil, refuse("The file is a binary plan, and neither terraform nor tofu is installed here to show it.")
	}
	return nil, refuse("The file is a binary plan, and %s.", strings.Join(failures, "; "))
}

// show runs the tool and reads its output as it comes.
func show(ctx context.Context, program, file, dir, name string, opts Options) (*iac.Root, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()                                                               // ends the tool where reading ended before it
	cmd := exec.CommandContext(ctx, program, "show", "-no-color", "-json", file) //nolint:gosec // one of tools, found on the PATH
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "CHECKPOINT_DISABLE=1") // do not ask for newer versions
	stderr := &firstLines{}
	cmd.Stderr = stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	text, readErr := decodeText(stdout)
	var root *iac.Root
	if readErr == nil {
		root, readErr = newReader(ctx, name, text, opts).read()
	}
	if readErr != nil {
		cancel()
	}
	waitErr := cmd.Wait()
	var exit *exec.ExitError
	switch line := stderr.message(); {
	case line != "" && errors.As(waitErr, &exit):
		return nil, errors.New(line)
	case readErr != nil:
		var said *source.Error
		if errors.As(readErr, &said) {
			return nil, errors.New(said.Message)
		}
		return nil, readErr
	case waitErr != nil:
		return nil, waitErr
	}
	return root, nil
}

// firstLines keeps the beginning of what a tool says.
type firstLines struct{ text bytes.Buffer }

const maxFirstLines = 4 << 10

func (w *firstLines) Write(p []byte) (int, error) {
	if room := maxFirstLines - w.text.Len(); room > 0 {
		w.text.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// message returns the first line that says something; Terraform draws a frame
// around its errors.
func (w *firstLines) message() string {
	for line := range strings.Lines(w.text.String()) {
		if line = strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "╷│╵")); line != "" {
			return line
		}
	}
	return ""
}
