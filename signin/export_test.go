package signin

import "github.com/riverqueue/river"

// AskWorker is the worker of AskArgs.
func AskWorker(g *Gate) river.Worker[AskArgs] { return &asker{gate: g} }
