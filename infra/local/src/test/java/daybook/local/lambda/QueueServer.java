package daybook.local.lambda;
