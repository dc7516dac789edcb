package main

import (
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/samedoor/samedoor/services"
)

// long is a service of n questions in which nearly every question hangs on earlier ones, by conditions that name conditions: what an
// imported form looks like. Every third question is always asked.
func long(n int) (*services.Service, error) {
	var yaml, words strings.Builder
	yaml.WriteString("service: long\nversion: 1\ndeadline: {target: 20, final: 40}\nconditions:\n  at-0: {question: q0, is: \"yes\"}\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&yaml, "  at-%d: {any: [{named: at-%d}, {all: [{question: q%d, is: \"yes\"}, {not: {question: q%d, is: \"no\"}}]}]}\n", i, i-1, i, i/2)
	}
	yaml.WriteString("sections:\n")
	words.WriteString("name: Long\nsummary: Long\nsections: {")
	for i := range (n + 9) / 10 {
		fmt.Fprintf(&words, "s%d: S, ", i)
	}
	words.WriteString("}\nquestions:\n")
	for i := range n {
		if i%10 == 0 {
			fmt.Fprintf(&yaml, "  - id: s%d\n    steps:\n", i/10)
		}
		when := ""
		if i%3 != 0 {
			when = fmt.Sprintf(", when: {any: [{named: at-%d}, {question: q%d, is: \"yes\"}]}", i-1, i/3*3)
		}
		fmt.Fprintf(&yaml, "      - {question: q%d, kind: yes-no%s}\n", i, when)
		fmt.Fprintf(&words, "  q%d: {ask: Q, label: Q}\n", i)
	}
	fsys := fstest.MapFS{"long/service.yaml": {Data: []byte(yaml.String())}, "long/en.yaml": {Data: []byte(words.String())},
		"long/cy.yaml": {Data: []byte(words.String())}}
	return services.Load(fsys, "long")
}

// answered are the first n questions of the way through a service, every second one with no.
func answered(s *services.Service, n int, today services.Day) services.Answers {
	a := services.Answers{}
	for len(a) < n {
		next := s.Next(a, today)
		if next.Question == nil {
			break
		}
		a[next.Question.ID] = services.Value{Choice: []string{[]string{"yes", "no"}[len(a)%2]}}
	}
	return a
}
