package cli_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// screenshots names the folder in which the pictures of pages are kept, to be looked
// at; without it they are thrown away.
const screenshots = "APPNETLINT_SCREENSHOTS"

// browser is a headless Chromium that is spoken to by its DevTools protocol, over two
// pipes: https://chromedevtools.github.io/devtools-protocol/.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	n       int
	session string
	// complaints are what the page said went wrong.
	complaints []string
}

// message is an answer or event.
type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Result json.RawMessage `json:"result"`
	Params json.RawMessage `json:"params"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// openBrowser starts Chromium; the test is skipped where there is none.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starting a browser is slow")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium on PATH")
	}
	if runtime.GOOS == "windows" {
		t.Skip("programs inherit no pipes here")
	}
	theirs, to, err := os.Pipe()
	require.NoError(t, err)
	from, theirs2, err := os.Pipe()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	cmd := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
		"--no-first-run", "--disable-extensions", "--user-data-dir="+t.TempDir(), "--window-size=1400,1000")
	cmd.ExtraFiles = []*os.File{theirs, theirs2} // 3 and 4
	require.NoError(t, cmd.Start())
	_, _ = theirs.Close(), theirs2.Close()
	b := &browser{t: t, to: to, from: bufio.NewReaderSize(from, 1<<20)}
	t.Cleanup(func() {
		_, _ = b.ask("Browser.close", nil)
		_, _ = to.Close(), from.Close()
		_ = cmd.Wait() // it may have been closed before it answered
		cancel()
	})
	return b
}

func (b *browser) ask(method string, params any) (json.RawMessage, error) {
	b.n++
	request := map[string]any{"id": b.n, "method": method}
	if params != nil {
		request["params"] = params
	}
	if b.session != "" && method != "Browser.close" {
		request["sessionId"] = b.session
	}
	text, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	if _, err := b.to.Write(append(text, 0)); err != nil {
		return nil, err
	}
	for {
		text, err := b.from.ReadBytes(0)
		if err != nil {
			return nil, err
		}
		var m message
		if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
			return nil, err
		}
		switch {
		case m.Method == "Runtime.exceptionThrown", m.Method == "Log.entryAdded", m.Method == "Network.requestWillBeSent":
			b.complaints = append(b.complaints, m.Method+" "+string(m.Params))
		case m.ID == b.n && m.Error != nil:
			return nil, fmt.Errorf("%s: %s", method, m.Error.Message)
		case m.ID == b.n:
			return m.Result, nil
		}
	}
}

// do asks for something and reads the answer into one.
func (b *browser) do(method string, params, answer any) {
	b.t.Helper()
	text, err := b.ask(method, params)
	require.NoError(b.t, err)
	if answer != nil {
		require.NoError(b.t, json.Unmarshal(text, answer))
	}
}

// visit opens a file in a page.
func (b *browser) visit(path string) {
	b.t.Helper()
	b.session = ""
	var target struct{ TargetID, SessionID string }
	b.do("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	b.do("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &target)
	b.session = target.SessionID
	b.do("Runtime.enable", nil, nil)
	b.do("Log.enable", nil, nil)
	b.do("Page.enable", nil, nil)
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
	b.do("Page.navigate", map[string]any{"url": address}, nil)
	for range 200 {
		if b.value(`document.readyState === "complete" && location.protocol === "file:"`) == true {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	require.Fail(b.t, "the page does not load")
}

// value evaluates an expression in the page.
func (b *browser) value(expression string) any {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails any
	}
	b.do("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	require.Nil(b.t, answer.ExceptionDetails, expression)
	return answer.Result.Value
}

func (b *browser) number(expression string) int {
	b.t.Helper()
	n, ok := b.value(expression).(float64)
	require.True(b.t, ok, expression)
	return int(n)
}

// press moves the mouse to the middle of an element and, unless it only points, clicks.
func (b *browser) press(selector string, click bool) {
	b.t.Helper()
	var at []float64
	text, ok := b.value(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center"});
		const r = e.getBoundingClientRect(); return JSON.stringify([r.x + r.width / 2, r.y + r.height / 2]) })()`, selector)).(string)
	require.True(b.t, ok)
	require.NoError(b.t, json.Unmarshal([]byte(text), &at))
	kinds := []string{"mouseMoved"}
	if click {
		kinds = append(kinds, "mousePressed", "mouseReleased")
	}
	for _, kind := range kinds {
		b.do("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1}, nil)
	}
}

func (b *browser) typed(text string) {
	b.t.Helper()
	b.do("Input.insertText", map[string]any{"text": text}, nil)
}

func (b *browser) key(key string) {
	b.t.Helper()
	event := map[string]any{"type": "keyDown", "key": key}
	switch {
	case key == "Enter":
		event["text"], event["windowsVirtualKeyCode"] = "\r", 13
	case len(key) == 1:
		event["text"] = key
	}
	b.do("Input.dispatchKeyEvent", event, nil)
	b.do("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key}, nil)
}

// scheme sets whether the system is light or dark.
func (b *browser) scheme(name string) {
	b.t.Helper()
	b.do("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": name}}}, nil)
}

// shot takes a picture of the whole page, or of what is seen of it.
func (b *browser) shot(name string, whole bool) []byte {
	b.t.Helper()
	params := map[string]any{"format": "png"}
	if whole {
		params["captureBeyondViewport"] = true
		params["clip"] = map[string]any{
			"x": 0, "y": 0, "scale": 1, "width": b.number("document.documentElement.clientWidth"),
			"height": min(b.number("document.documentElement.scrollHeight"), 6000),
		}
	}
	var picture struct{ Data string }
	b.do("Page.captureScreenshot", params, &picture)
	content, err := base64.StdEncoding.DecodeString(picture.Data)
	require.NoError(b.t, err)
	if dir := os.Getenv(screenshots); dir != "" {
		require.NoError(b.t, os.WriteFile(filepath.Join(dir, name+".png"), content, 0o600))
	}
	return content
}

// reportOf writes the page of a configuration.
func reportOf(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	code, _, stderr := run("", append([]string{"--format", "html=" + path}, args...)...)
	require.NotEqual(t, cli.ExitFailed, code, stderr)
	return path
}

const shownFindings = `document.querySelectorAll(".finding:not([hidden])").length`

func TestPageInBrowser(t *testing.T) {
	b := openBrowser(t)
	b.visit(reportOf(t, "../draw/testdata/hub"))
	all := b.number(shownFindings)
	require.Greater(t, all, 3)
	assert.Equal(t, fmt.Sprintf("%d findings", all), b.value(`document.getElementById("shown").textContent`))

	t.Run("severity", func(t *testing.T) {
		notes := b.number(`document.querySelectorAll(".finding.note").length`)
		require.Positive(t, notes)
		b.press(`input[value=note]`, true)
		assert.Equal(t, all-notes, b.number(shownFindings))
		assert.Equal(t, 0, b.number(`document.querySelectorAll(".finding.note:not([hidden])").length`))
		assert.Equal(t, fmt.Sprintf("%d of %d findings", all-notes, all), b.value(`document.getElementById("shown").textContent`))
		b.press(`input[value=note]`, true)
		assert.Equal(t, all, b.number(shownFindings))
	})
	t.Run("rule", func(t *testing.T) {
		b.value(`(() => { const s = document.getElementById("rule"); s.value = "frontdoor-rule-missing-fdid"; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
		assert.Equal(t, 1, b.number(shownFindings))
		b.press("#clear", true)
		b.value(`new Promise((done) => setTimeout(done, 50))`)
		assert.Equal(t, all, b.number(shownFindings))
	})
	t.Run("search", func(t *testing.T) {
		b.value(`document.activeElement.blur()`)
		b.key("/")
		assert.Equal(t, "search", b.value(`document.activeElement.id`))
		b.typed("STAGING slot")
		assert.Equal(t, 1, b.number(shownFindings))
		b.shot("search", false)
		b.typed(" nothing-has-this")
		assert.Equal(t, 0, b.number(shownFindings))
		assert.Equal(t, false, b.value(`document.getElementById("none").hidden`))
		b.key("Escape")
		assert.Equal(t, all, b.number(shownFindings))
	})
	t.Run("open by keyboard", func(t *testing.T) {
		b.value(`document.querySelector(".finding summary").focus()`)
		b.key("Enter")
		b.value(`new Promise((done) => setTimeout(done, 50))`)
		assert.Equal(t, true, b.value(`document.querySelector(".finding").open`))
		assert.Contains(t, b.value(`document.querySelector(".finding .advice").textContent`), "Why")
		assert.Positive(t, b.number(`document.querySelectorAll(".finding mark").length`))
		b.shot("open", false)
	})
	t.Run("map", func(t *testing.T) { checkMap(t, b) })
	t.Run("reach", func(t *testing.T) {
		rows := `document.querySelectorAll("#reachtable tbody tr:not([hidden])").length`
		before := b.number(rows)
		b.press("#reachsearch", true)
		b.typed("azurefrontdoor")
		assert.Equal(t, 1, b.number(rows))
		assert.Greater(t, before, 1)
	})
	t.Run("theme", func(t *testing.T) {
		back := `getComputedStyle(document.body).backgroundColor`
		b.scheme("light")
		light := b.value(back)
		b.scheme("dark")
		dark := b.value(back)
		assert.NotEqual(t, light, dark)
		b.press("#theme", true)
		assert.Equal(t, light, b.value(back))
	})
	assert.Empty(t, b.complaints, "errors, breaches of the policy, requests")
}

func checkMap(t *testing.T, b *browser) {
	t.Helper()
	view := `document.querySelector(".map svg").getAttribute("viewBox")`
	before := b.value(view)
	b.press(`[data-zoom=in]`, true)
	assert.NotEqual(t, before, b.value(view))
	b.press(`[data-zoom=fit]`, true)
	fitted := b.value(view)
	b.value(`document.querySelector(".map").focus()`)
	b.key("ArrowRight")
	assert.NotEqual(t, fitted, b.value(view))
	b.key("0")
	assert.Equal(t, fitted, b.value(view))

	lit := `document.querySelectorAll(".edge.on").length`
	assert.Equal(t, 0, b.number(lit))
	app := `.box[data-address="azurerm_linux_web_app.shop"]`
	b.press(app, false)
	on := b.number(lit)
	assert.Greater(t, on, 2)
	assert.Less(t, on, b.number(`document.querySelectorAll(".edge").length`))
	b.shot("hover", false)
	b.press(app, true)
	assert.Equal(t, "azurerm_linux_web_app.shop", b.value(`document.getElementById("search").value`))
	assert.Positive(t, b.number(shownFindings))
	b.press("#clear", true)
}

// Pictures of pages, to be looked at; that they are made at all is what is tested.
func TestPagesLookAlive(t *testing.T) {
	b := openBrowser(t)
	for name, path := range map[string]string{"one": "../draw/testdata/one", "hub": "../draw/testdata/hub", "sixty": "../draw/testdata/sixty"} {
		b.visit(reportOf(t, path))
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.value(`scrollTo(0, 0)`)
			picture := b.shot(name+"-"+scheme, true)
			b.value(`document.getElementById("map").scrollIntoView()`)
			b.shot(name+"-map-"+scheme, false)
			assert.Greater(t, len(picture), 20_000, "an empty page")
		}
		assert.Equal(t, b.number(`document.documentElement.clientWidth`), b.number(`document.documentElement.scrollWidth`), "%s: wider than the window", name)
	}
	b.visit(reportOf(t, shop))
	var pdf struct{ Data string }
	b.do("Page.printToPDF", map[string]any{"printBackground": true}, &pdf)
	content, err := base64.StdEncoding.DecodeString(pdf.Data)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(content), "%PDF"))
	if dir := os.Getenv(screenshots); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "print.pdf"), content, 0o600))
	}
	assert.Empty(t, b.complaints)
}
