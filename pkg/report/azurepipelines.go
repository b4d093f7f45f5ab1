package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// AzurePipelines is the format of logging commands for Azure Pipelines.
const AzurePipelines Format = "azure-pipelines"

// writeAzurePipelines prints logging commands, which Azure Pipelines lists as the
// issues of a task, and the result of the task at the end:
//
//	##vso[task.logissue type=error;sourcepath=main.tf;linenumber=5;columnnumber=1;code=rule;]message
//	##vso[task.complete result=Failed;]
//
// There are issues of two levels only, so notes are lines of the log.
// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
func writeAzurePipelines(w *bufio.Writer, v *view) error {
	for _, e := range v.Errors {
		v.logIssue(w, lint.Error, v.error(e), unread, v.say(e.Message))
	}
	for _, f := range v.gravestFirst() {
		shown, _ := v.finding(f)
		v.logIssue(w, severity(f), shown, f.Check.Name, v.whole(f))
	}
	fmt.Fprintf(w, "##vso[task.complete result=%s;]\n", v.azureResult())
	return nil
}

func (v *view) logIssue(w io.Writer, level lint.Severity, p place, code, message string) {
	if level != lint.Error && level != lint.Warning {
		if where := position(p); where != "" {
			message = where + ": " + message
		}
		fmt.Fprintf(w, "%s: %s [%s]\n", level, message, plain(code))
		return
	}
	fmt.Fprintf(w, "##vso[task.logissue type=%s;", level)
	put := func(name, value string) { fmt.Fprintf(w, "%s=%s;", name, azureProperty.Replace(value)) }
	if file := hostFile(p); file != "" {
		put("sourcepath", plain(file))
	}
	if p.at.HasText() {
		r := v.region(p)
		put("linenumber", strconv.Itoa(r.StartLine))
		put("columnnumber", strconv.Itoa(r.StartColumn))
	}
	put("code", plain(code))
	fmt.Fprintf(w, "]%s\n", azureData.Replace(message))
}

// azureResult is the result of the task. The agent takes the worse of it and of
// what the exit code says, so that it cannot hide a failure.
func (v *view) azureResult() string {
	levels := count(v.Findings)
	switch {
	case levels.errors > 0 || len(v.Errors) > 0:
		return "Failed"
	case levels.warnings > 0:
		return "SucceededWithIssues"
	}
	return "Succeeded"
}

// What is escaped in the message and in the properties of a logging command. A
// percent sign has an escape of its own:
// https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md
var (
	azureData     = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A")
	azureProperty = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", ";", "%3B", "]", "%5D")
)
