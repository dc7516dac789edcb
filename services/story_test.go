package services

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// Stories are whole applications beside the definitions. Each is walked twice, as a form would send it and as a citizen
// would write it, and must end at the same place with the same answers.
func TestStories(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["tea-club"], all["every-kind"] = tea(t), everyKind(t)
	for id, s := range all {
		files, err := filepath.Glob(id + "/testdata/*.story.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if id == "tea-club" || id == "every-kind" {
			files, _ = filepath.Glob("testdata/" + id + "/testdata/*.story.yaml")
		}
		if len(files) < storiesWanted[id] {
			t.Errorf("%s has %d stories, %d are wanted", id, len(files), storiesWanted[id])
		}
		for _, file := range files {
			t.Run(id+"/"+strings.TrimSuffix(filepath.Base(file), ".story.yaml"), func(t *testing.T) {
				t.Parallel()
				body, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if err := RunStory(s, body); err != nil {
					t.Errorf("%s:%v", file, err)
				}
			})
		}
	}
}

var storiesWanted = map[string]int{"blue-badge": 12, "tea-club": 3, "every-kind": 3,
	"school-place": 14, "child-benefit": 11, "jobseekers-allowance": 15, "student-finance": 15,
	"driving-licence-70": 12, "bus-pass": 20, "tell-us-once": 12, "change-of-address": 9,
	"attendance-allowance": 13, "state-pension": 11, "pension-credit": 11, "council-tax-reduction": 12}

// A story that should fail must fail, or the runner proves nothing.
func TestAStoryCanFail(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("testdata/tea-club/testdata/guest.story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string][2]string{
		"another question first": {"  - who: self\n", ""},
		"refused":                {"  - who: self\n", "  - who: slef\n"},
		"another route":          {"route: guest", "route: regular"},
		"another end":            {"end: ready", "stop: company"},
		"asked after all":        {"never: [guardian]", "never: [name]"},
		"a wrong input is right": {"text: 31 February 1944", "text: 3 February 1944"},
		"goes on too long":       {"  - rules: agree\n", "  - rules: agree\n  - name: again\n"},
	} {
		if !strings.Contains(string(body), c[0]) {
			t.Fatalf("%s: the story has no %q", what, c[0])
		}
		if err := RunStory(tea(t), []byte(strings.Replace(string(body), c[0], c[1], 1))); err == nil {
			t.Errorf("%s: the story passes all the same", what)
		} else if what == "refused" && !strings.Contains(err.Error(), "who refuses 'slef' with the problem not-a-choice: ") {
			t.Errorf("a refused answer is told as: %v", err)
		}
	}
}

// Wherever an application stands, answering with examples brings it to an end, and every example is accepted.
func TestExamplesAreAnswers(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["tea-club"], all["every-kind"] = tea(t), everyKind(t)
	for id, s := range all {
		s = s.forDemo()
		for _, step := range s.Steps {
			if step.Question == nil {
				continue
			}
			in := step.Question.Example(today)
			v, wrong := s.Parse(step.Question, nil, in, Answers{}, today)
			if len(wrong) > 0 || !step.Question.Complete(v) {
				t.Errorf("%s: the example %+v of %s: %v %s", id, in, step.Question.ID, wrong, asJSON(v))
			}
			if got := s.Show(lang.Cy, step.Question, v, nil); len(got) == 0 || !reflect.DeepEqual(got, nonEmpty(got...)) {
				t.Errorf("%s: %s shows %q", id, step.Question.ID, got)
			}
		}
	}
}
