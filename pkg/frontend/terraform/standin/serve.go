package standin

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

const (
	// pluginCookie is set by Terraform for every plugin it starts.
	pluginCookie = "TF_PLUGIN_MAGIC_COOKIE"
	// majorVariable tells the stand-in which azurerm it is.
	majorVariable = "APPNETLINT_STANDIN_MAJOR"
	// executablePrefix starts the name of every provider's executable.
	executablePrefix = "terraform-provider-"
)

// Main is the TestMain of a package whose tests plan with the stand-in:
//
//	func TestMain(m *testing.M) { standin.Main(m) }
func Main(m *testing.M) {
	ServeIfAsked()
	os.Exit(m.Run())
}

// ServeIfAsked serves a provider and ends the program, if Terraform started it
// as one: under a provider's name and with the cookie that is meant for
// plugins. Otherwise it does nothing. It is for programs that need a TestMain
// of their own; it has to come first there.
func ServeIfAsked() {
	name, isProvider := strings.CutPrefix(filepath.Base(os.Args[0]), executablePrefix)
	if !isProvider || os.Getenv(pluginCookie) == "" {
		return
	}
	if err := serve(strings.TrimSuffix(name, ".exe")); err != nil {
		fmt.Fprintln(os.Stderr, "stand-in provider:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve(name string) error {
	var p *provider
	var err error
	switch name {
	case "azurerm":
		var major int
		if major, err = strconv.Atoi(os.Getenv(majorVariable)); err == nil {
			p, err = newAzurerm(major)
		}
	case "azapi":
		p, err = newAzapi()
	default:
		err = fmt.Errorf("there is none for %q", name)
	}
	if err != nil {
		return err
	}
	return tf5server.Serve(p.address, func() tfprotov5.ProviderServer { return &server{provider: p} })
}

// install makes the running test binary the executable of both providers in a
// folder Terraform can be pointed at.
func install(folder string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the test binary: %w", err)
	}
	for _, name := range []string{"azurerm", "azapi"} {
		executable := filepath.Join(folder, executablePrefix+name)
		if runtime.GOOS == "windows" {
			executable += ".exe"
		}
		if err := os.Symlink(self, executable); err != nil {
			return fmt.Errorf("installing the stand-in provider: %w", err)
		}
	}
	return nil
}
