// Command faq is a shop's FAQ in a terminal: type a question, however you type, and see the ranked answers change with every key.
//
//	go run ./examples/faq        # in a terminal; Tab explains the first answer, Enter records the question, Esc leaves
//	go run ./examples/faq -demo  # a script that shows what it can do and checks itself; also when there is no terminal
//
// Its 209 questions are in questions.txt, written for this program. They are published through the faq package into a store in memory.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
)

func main() {
	demo := flag.Bool("demo", false, "run the script and check it")
	flag.Parse()
	ctx := context.Background()
	shop, err := open(ctx)
	if err == nil && (*demo || !onTerminal()) {
		err = runDemo(ctx, shop, os.Stdout)
	} else if err == nil {
		err = runScreen(ctx, shop, os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "faq:", err)
		os.Exit(1)
	}
}
