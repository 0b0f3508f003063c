/** Checks that run the tools of AWS's users: cfn-lint, the SAM CLI, LocalStack. */
package daybook.aws.tools;
