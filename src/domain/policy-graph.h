/* A policy drawn: Graphviz text for `dot`, so that somebody can see at a glance what leads where. */
#pragma once

#include "domain/policy.h"

/* Owners before and after as nodes, routes as edges with channel, effect, days and checklist. The caller frees the text. */
char *policy_graph(const Policy *policy, Language language);
