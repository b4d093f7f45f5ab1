package standin

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

const (
	planFile  = "standin.tfplan"
	stateFile = "terraform.tfstate"
)

// workspace is a temporary folder in which terraform runs.
type workspace struct {
	root  string
	major int
}

func newWorkspace(major int) (*workspace, error) {
	root, err := os.MkdirTemp("", "standin")
	if err != nil {
		return nil, err
	}
	w := &workspace{root: root, major: major}
	if err := w.prepare(); err != nil {
		w.remove()
		return nil, err
	}
	return w, nil
}

// remove deletes the workspace; what cannot be deleted is left to the system.
func (w *workspace) remove() { _ = os.RemoveAll(w.root) }

// configuration is the folder that holds the copy of a configuration.
func (w *workspace) configuration() string { return filepath.Join(w.root, "configuration") }

func (w *workspace) cliConfig() string { return filepath.Join(w.root, "cli.tfrc") }

// prepare installs the stand-ins. Other providers are looked for in an empty
// folder, so that Terraform does not turn to a registry.
func (w *workspace) prepare() error {
	providers, none := filepath.Join(w.root, "providers"), filepath.Join(w.root, "none")
	for _, folder := range []string{providers, none} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return err
		}
	}
	if err := install(providers); err != nil {
		return err
	}
	config := fmt.Sprintf(`disable_checkpoint = true
provider_installation {
  dev_overrides {
    "hashicorp/azurerm" = %[1]q
    "azure/azapi"       = %[1]q
  }
  filesystem_mirror {
    path = %[2]q
  }
}
`, filepath.ToSlash(providers), filepath.ToSlash(none))
	return os.WriteFile(w.cliConfig(), []byte(config), 0o644)
}

// enter makes a copy of dir the configuration to work on. The state of the one
// before is kept.
func (w *workspace) enter(ctx context.Context, dir string) error {
	state, err := os.ReadFile(filepath.Join(w.configuration(), stateFile))
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.RemoveAll(w.configuration()); err != nil {
		return err
	}
	if err := copyConfiguration(w.configuration(), dir); err != nil {
		return fmt.Errorf("copying %s: %w", dir, err)
	}
	if state != nil {
		if err := os.WriteFile(filepath.Join(w.configuration(), stateFile), state, 0o644); err != nil {
			return err
		}
	}
	// Providers need no "terraform init", but modules have to be registered.
	_, err = w.terraform(ctx, "get", "-no-color")
	return err
}

// terraform runs terraform in the configuration and returns what it prints.
func (w *workspace) terraform(ctx context.Context, arguments ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "terraform", arguments...)
	cmd.Dir = w.configuration()
	cmd.Env = w.environment()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("terraform %s: %w\n%s", arguments[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return stdout.Bytes(), nil
}

// environment keeps what the machine needs and drops what would steer
// Terraform: variables, logging, command lines.
func (w *workspace) environment() []string {
	var env []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "TF_") {
			env = append(env, entry)
		}
	}
	return append(env,
		"TF_CLI_CONFIG_FILE="+w.cliConfig(),
		"TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1",
		// Nothing listens there: a module from elsewhere fails instead of being
		// downloaded.
		"HTTPS_PROXY=http://127.0.0.1:1",
		"HTTP_PROXY=http://127.0.0.1:1",
		majorVariable+"="+strconv.Itoa(w.major),
	)
}

// copyConfiguration copies a folder without what Terraform left in it.
func copyConfiguration(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch name := entry.Name(); {
		case entry.IsDir() && name == ".terraform":
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		case name == ".terraform.lock.hcl", strings.Contains(name, ".tfstate"):
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if filepath.Ext(path) == ".tf" {
			content = withoutBackend(content, path)
		}
		return os.WriteFile(target, content, 0o644)
	})
}

// withoutBackend drops where a configuration keeps its state: the state is a
// file beside the copy. A file that does not parse is left to Terraform.
func withoutBackend(content []byte, name string) []byte {
	file, diags := hclwrite.ParseConfig(content, name, hcl.InitialPos)
	if diags.HasErrors() {
		return content
	}
	found := false
	for _, block := range file.Body().Blocks() {
		if block.Type() != "terraform" {
			continue
		}
		for _, nested := range block.Body().Blocks() {
			if nested.Type() == "backend" || nested.Type() == "cloud" {
				found = block.Body().RemoveBlock(nested) || found
			}
		}
	}
	if !found {
		return content
	}
	return file.Bytes()
}
