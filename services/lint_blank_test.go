package services

import (
	"strings"
	"testing"
)

// A question that may be left blank fails a test and its opposite: a step behind both can be reached.
func TestLeftBlankFailsATestAndItsOpposite(t *testing.T) {
	t.Parallel()
	_, err := LoadFiles(map[string]string{
		"service.yaml": `service: x
version: 1
deadline: {target: 1, final: 2}
sections:
  - id: a
    steps:
      - {question: n, kind: number, optional: true}
      - {question: text, kind: text, when: {not: {any: [{question: n, at_least: 3}, {question: n, less_than: 3}]}}}
`,
		"en.yaml": blankWords, "cy.yaml": blankWords,
	})
	if err != nil && strings.Contains(err.Error(), "never") {
		t.Errorf("check says of a step that blank leads to: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
}

const blankWords = `name: X
summary: X
sections: {a: A}
questions:
  n: {ask: N, label: N}
  text: {ask: T, label: T}
`
